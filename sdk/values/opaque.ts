/** Marks values that are not looked into member by member; its value says in a word what they are. */
export const OPAQUE: unique symbol = Symbol.for('taffrail.opaque');

/** A value of a kind of its own. */
export interface Opaque {
  readonly [OPAQUE]: string;
  /** Its extended JSON, where it needs no file. */
  readonly inline?: () => string;
}

export function isOpaque(value: unknown): value is Opaque {
  return typeof value === 'object' && value !== null && OPAQUE in value;
}
