import { CATALOGUE, type ProblemCode } from './catalogue.ts';

export type ProblemDetails = Readonly<Record<string, string | number | boolean>>;

/** An expected failure as plain data: it crosses threads, processes and the network unchanged. */
export interface ProblemData {
  readonly code: ProblemCode;
  readonly message: string;
  readonly tip: string;
  readonly details: ProblemDetails;
}

/** An expected failure ("refusal"), thrown inside one process. Anything else that is thrown is a bug. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly details: ProblemDetails;

  constructor(code: ProblemCode, details: ProblemDetails = {}, options?: ErrorOptions) {
    super(fill(CATALOGUE[code].message, details), options);
    this.name = 'Problem';
    this.code = code;
    this.details = details;
  }

  /** HTTP status by which the doors answer; see the catalogue for what clients do with it. */
  get status(): number {
    return CATALOGUE[this.code].status;
  }

  toData(): ProblemData {
    return {
      code: this.code,
      message: this.message,
      tip: fill(CATALOGUE[this.code].tip, this.details),
      details: this.details,
    };
  }

  static fromData(data: ProblemData): Problem {
    return new Problem(data.code, data.details);
  }
}

/** Any thrown value as a Problem; what is not one already becomes `internal` with its message. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new Problem('internal', { reason }, { cause: error });
}

/** Marks a branch that the types rule out; reaching it is a bug and throws. */
export function assertNever(value: never): never {
  throw new Error(`impossible value: ${JSON.stringify(value)}`);
}

function fill(template: string, details: ProblemDetails): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = details[name];
    return value === undefined ? whole : String(value);
  });
}
