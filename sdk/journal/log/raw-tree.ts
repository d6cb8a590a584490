import { isJsonObject, parseExtended, stringifyExtended } from '#shared/wire';

/**
 * A JSON object under construction whose leaves are kept as the extended-JSON text they came with, so that nothing is
 * rounded on the way. Objects appear as branches only where a nested update reaches into them.
 */
export class RawTree {
  readonly #members = new Map<string, RawTree | string>();

  /** Sets the value at `path` (at least one name); branches on the way replace values that are not objects. */
  set(path: readonly string[], text: string): void {
    const [name, ...rest] = path;
    if (name === undefined) return;
    if (rest.length === 0) this.#members.set(name, text);
    else this.#branch(name).set(rest, text);
  }

  /** As `set`, but the members of an object are put in one by one beside those that are there (the client's config). */
  merge(path: readonly string[], text: string): void {
    if (!text.trimStart().startsWith('{')) return this.set(path, text);
    const value = parseExtended(text);
    if (!isJsonObject(value)) return this.set(path, text);
    for (const [name, member] of Object.entries(value)) this.merge([...path, name], stringifyExtended(member));
  }

  remove(path: readonly string[]): void {
    const [name, ...rest] = path;
    if (name === undefined) return;
    if (rest.length === 0) this.#members.delete(name);
    else if (this.#members.has(name)) this.#branch(name).remove(rest);
  }

  has(name: string): boolean {
    return this.#members.has(name);
  }

  get size(): number {
    return this.#members.size;
  }

  /** Member names in the order they were first set, with their texts. */
  *entries(): Generator<readonly [name: string, text: string]> {
    for (const [name, member] of this.#members) yield [name, typeof member === 'string' ? member : member.toText()];
  }

  toText(): string {
    const parts: string[] = [];
    for (const [name, text] of this.entries()) parts.push(`${JSON.stringify(name)}:${text}`);
    return `{${parts.join(',')}}`;
  }

  #branch(name: string): RawTree {
    const member = this.#members.get(name);
    if (member instanceof RawTree) return member;
    const branch = member === undefined ? new RawTree() : fromText(member);
    this.#members.set(name, branch);
    return branch;
  }
}

/** The object that `text` holds as a tree; anything else gives an empty one. */
function fromText(text: string): RawTree {
  const tree = new RawTree();
  const value = parseExtended(text);
  if (!isJsonObject(value)) return tree;
  for (const [name, member] of Object.entries(value)) tree.set([name], stringifyExtended(member));
  return tree;
}
