/** What the SDK throws and rejects with. `code` is a fixed word for programs, `message` is for people. */
export class SdkError extends Error {
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** The call itself is wrong: `log` after `finish`, a value that cannot be logged, an unknown aggregation. */
export class UsageError extends SdkError {}

/** `resume: "must"` without such a run, `resume: "never"` with one. */
export class ResumeError extends SdkError {}

/** The host knows no such run, project, file or artifact. */
export class NotFoundError extends SdkError {}

/** The host cannot be reached, or refused. Never thrown by `log`. */
export class ConnectionError extends SdkError {
  /** HTTP status of the refusal; undefined when nobody answered. */
  readonly status: number | undefined;
  /** How long the host asks to be left alone, milliseconds. Source: HTTP's `Retry-After`. */
  readonly retryAfterMs: number | undefined;
  constructor(code: string, message: string, status?: number, options: ErrorOptions & { retryAfterMs?: number } = {}) {
    super(code, message, options);
    this.status = status;
    this.retryAfterMs = options.retryAfterMs;
  }
}
