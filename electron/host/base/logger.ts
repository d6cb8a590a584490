/** The host's log. Never holds keys or logged data; `fields` are small scalars. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  /** For lost or refused data and for bugs; every ERROR is worth a look. */
  error(message: string, fields?: LogFields): void;
}

export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };
