/** The part of the reader that is used; it brings no types of its own. */
declare module 'jsfive' {
  export interface Dataset {
    /** `<f8`, `<i4` …; anything else for what is no list of numbers. */
    readonly dtype: unknown;
    readonly shape: readonly number[];
    readonly value: unknown;
  }
  export class Group {
    readonly keys: readonly string[];
    get(name: string): Group | Dataset | null;
  }
  export class File extends Group {
    constructor(bytes: ArrayBuffer, name: string);
  }
}
