import { ExtendedJsonError, type JsonValue, MAX_DEPTH, setMember } from './value.ts';

/**
 * Reads the extended JSON of the wandb core: JSON plus bare NaN, Infinity, -Infinity; integers that a float64 would
 * round come back as bigint. Of two equal keys the later counts. `-0` stays -0.
 * Errors: throws ExtendedJsonError on anything else, and beyond MAX_DEPTH levels.
 * Source: protocol section 8.1 (wandb 0.31.0). Cost: ordinary text takes the engine's own parser.
 */
export function parseExtended(text: string): JsonValue {
  if (!text.includes('NaN') && !text.includes('Infinity')) {
    let value: JsonValue;
    try {
      value = JSON.parse(text) as JsonValue;
    } catch {
      // The slow reader says where and why.
      return new Reader(text).readAll();
    }
    return needsExactReader(value, 0) ? new Reader(text).readAll() : value;
  }
  return new Reader(text).readAll();
}

/** True when JSON.parse may have rounded an integer, or the depth is beyond the bound. */
function needsExactReader(value: JsonValue, depth: number): boolean {
  if (typeof value === 'number') return value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER;
  if (typeof value !== 'object' || value === null) return false;
  if (depth >= MAX_DEPTH) return true;
  if (Array.isArray(value)) {
    for (const item of value as readonly JsonValue[]) if (needsExactReader(item, depth + 1)) return true;
    return false;
  }
  // JSON.parse gives objects without inherited enumerable members, so for-in sees exactly the own ones.
  const object = value as { readonly [key: string]: JsonValue };
  for (const key in object) {
    const member = object[key];
    if (member !== undefined && needsExactReader(member, depth + 1)) return true;
  }
  return false;
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y;
const CONTROL = /[\u0000-\u001f]/;
const BLANK = /[ \t\n\r]*/y;

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  readAll(): JsonValue {
    const value = this.#value(0);
    this.#skipBlank();
    if (this.#at < this.#text.length) this.#fail('unexpected text after the value');
    return value;
  }

  #value(depth: number): JsonValue {
    this.#skipBlank();
    switch (this.#text.charCodeAt(this.#at)) {
      case 0x7b:
        return this.#object(depth + 1);
      case 0x5b:
        return this.#list(depth + 1);
      case 0x22:
        return this.#string();
      case 0x74:
        return this.#word('true', true);
      case 0x66:
        return this.#word('false', false);
      case 0x6e:
        return this.#word('null', null);
      case 0x4e:
        return this.#word('NaN', Number.NaN);
      case 0x49:
        return this.#word('Infinity', Number.POSITIVE_INFINITY);
      default:
        return this.#number();
    }
  }

  #object(depth: number): JsonValue {
    this.#checkDepth(depth);
    this.#at += 1;
    const object: Record<string, JsonValue> = {};
    if (this.#takes('}')) return object;
    do {
      this.#skipBlank();
      const key = this.#string();
      if (!this.#takes(':')) this.#fail('expected ":"');
      setMember(object, key, this.#value(depth));
    } while (this.#takes(','));
    if (!this.#takes('}')) this.#fail('expected "," or "}"');
    return object;
  }

  #list(depth: number): JsonValue {
    this.#checkDepth(depth);
    this.#at += 1;
    const list: JsonValue[] = [];
    if (this.#takes(']')) return list;
    do list.push(this.#value(depth));
    while (this.#takes(','));
    if (!this.#takes(']')) this.#fail('expected "," or "]"');
    return list;
  }

  #string(): string {
    const end = this.#closingQuote() + 1;
    const token = this.#text.slice(this.#at, end);
    let value = token.slice(1, -1);
    if (CONTROL.test(value)) this.#fail('expected a string');
    if (value.includes('\\')) {
      // Escapes are left to the engine, which knows them all.
      try {
        value = JSON.parse(token) as string;
      } catch {
        this.#fail('bad escape in a string');
      }
    }
    this.#at = end;
    return value;
  }

  /** Where the string that begins here ends. Not by a pattern: one that repeats runs out of stack at some 10 MB. */
  #closingQuote(): number {
    if (this.#text[this.#at] !== '"') this.#fail('expected a string');
    for (let quote = this.#at; ;) {
      quote = this.#text.indexOf('"', quote + 1);
      if (quote < 0) this.#fail('expected a string');
      let escapes = quote;
      while (this.#text[escapes - 1] === '\\') escapes -= 1;
      if ((quote - escapes) % 2 === 0) return quote;
    }
  }

  #number(): JsonValue {
    if (this.#text.startsWith('-Infinity', this.#at)) return this.#word('-Infinity', Number.NEGATIVE_INFINITY);
    NUMBER.lastIndex = this.#at;
    const match = NUMBER.exec(this.#text);
    if (match === null) this.#fail(this.#at < this.#text.length ? 'unexpected text' : 'unexpected end');
    this.#at = NUMBER.lastIndex;
    const value = Number(match[0]);
    const isIntegerText = match[1] === undefined && match[2] === undefined;
    if (!isIntegerText || Number.isSafeInteger(value)) return value;
    // Older clients write the float 1e20 as an integer too. As a float64 it loses nothing if it is that very integer.
    const exact = BigInt(match[0]);
    return Number.isFinite(value) && BigInt(value) === exact && String(value) === match[0] ? value : exact;
  }

  #word<T extends JsonValue>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.#at)) this.#fail('unexpected text');
    this.#at += word.length;
    return value;
  }

  #takes(char: string): boolean {
    this.#skipBlank();
    if (this.#text[this.#at] !== char) return false;
    this.#at += 1;
    return true;
  }

  #skipBlank(): void {
    const code = this.#text.charCodeAt(this.#at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
    BLANK.lastIndex = this.#at;
    BLANK.test(this.#text);
    this.#at = BLANK.lastIndex;
  }

  #checkDepth(depth: number): void {
    if (depth > MAX_DEPTH) this.#fail(`nested deeper than ${MAX_DEPTH} levels`);
  }

  #fail(reason: string): never {
    throw new ExtendedJsonError(reason, this.#at);
  }
}
