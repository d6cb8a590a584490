import { isAlias, isMap, isPair, isScalar, isSeq, parseDocument, type Document } from 'yaml';
import { type ConfigObject, type ConfigValue, Float, isConfigObject } from './value.ts';

/** What is wrong with a configuration and where: `parameters.lr.min`; '' = the whole text. */
export interface ConfigFault {
  readonly field: string;
  readonly message: string;
}

/** A sweep configuration is a page of text; far longer ones are a mistake. */
const MAX_CHARS = 1_000_000;
/** Deeper nesting is a bomb or a loop of anchors. */
const MAX_DEPTH = 40;

/** Reads the text of a configuration (YAML 1.1 as Python reads it; JSON is YAML too). */
export function readYaml(text: string): { readonly value?: ConfigObject; readonly fault?: ConfigFault } {
  if (text.length > MAX_CHARS) return { fault: { field: '', message: `is longer than ${MAX_CHARS} characters` } };
  const document = parseDocument(text, { version: '1.1', prettyErrors: true });
  const [error] = document.errors;
  if (error !== undefined) return { fault: { field: '', message: `is no valid YAML: ${firstLine(error.message)}` } };
  try {
    const value = plain(document, document.contents, 0);
    if (isConfigObject(value)) return { value };
    return { fault: { field: '', message: value === null ? 'is empty' : 'must be a mapping of names to values' } };
  } catch (error) {
    if (error instanceof TooDeep) return { fault: { field: '', message: `is nested deeper than ${MAX_DEPTH} levels` } };
    throw error;
  }
}

class TooDeep extends Error {}

function plain(document: Document, node: unknown, depth: number): ConfigValue {
  if (depth > MAX_DEPTH) throw new TooDeep();
  if (isAlias(node)) return plain(document, node.resolve(document), depth + 1);
  if (isSeq(node)) return node.items.map((item) => plain(document, item, depth + 1));
  if (isMap(node)) {
    const entries: [string, ConfigValue][] = [];
    for (const pair of node.items) {
      if (!isPair(pair)) continue;
      const key = isScalar(pair.key) ? keyText(pair.key) : String(pair.key);
      const value = plain(document, pair.value, depth + 1);
      // `<<: *base`: members of the base, which later ones replace.
      if (key === '<<' && isConfigObject(value)) entries.unshift(...Object.entries(value));
      else entries.push([key, value]);
    }
    return Object.fromEntries(entries);
  }
  return isScalar(node) ? scalar(node.value, node.source) : null;
}

function keyText(key: { readonly value: unknown; readonly source?: string }): string {
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
}

function scalar(value: unknown, source: string | undefined): ConfigValue {
  if (typeof value === 'number') {
    const isWritten = source !== undefined && /[.eE]/.test(source) && !/^[-+]?0[xX]/.test(source);
    return isWritten && Number.isInteger(value) ? new Float(value) : value;
  }
  if (typeof value === 'bigint') return Number(value);
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  // Times, binary data and the like of YAML 1.1: what stood there is what scripts expect to see.
  return source ?? String(value);
}

function firstLine(text: string): string {
  return text.split('\n')[0]?.replace(/:$/, '') ?? text;
}
