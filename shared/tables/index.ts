export { compileFormula, type CellReader, type FormulaCell } from './compile.ts';
export { checkFormula, namesIn, type CheckedFormula, type FormulaType } from './check.ts';
export { FORMULA_FUNCTION_NAMES, parseFormula, type Formula, type ParsedFormula } from './parse.ts';
