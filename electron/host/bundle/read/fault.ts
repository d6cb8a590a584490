/** Why a bundle is not imported, in words. */
export class BundleFault extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.name = 'BundleFault';
  }
}

/** A bundle of a format that this Taffrail does not know. */
export class NewerBundle extends Error {
  readonly found: number;
  readonly known: number;
  constructor(found: number, known: number) {
    super(`version ${found}`);
    this.name = 'NewerBundle';
    this.found = found;
    this.known = known;
  }
}
