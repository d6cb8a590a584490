export { parseConsoleLine } from './parse-line.ts';
export { consoleLineCount, readConsoleLines } from './read.ts';
export { searchConsole } from './search.ts';
export type { ConsoleSearch } from './search.ts';
export { writeConsoleLines } from './write.ts';
