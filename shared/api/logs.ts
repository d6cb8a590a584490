/** One line of console output, without its stored prefix. */
export interface LogLine {
  readonly number: number;
  readonly text: string;
  readonly stream: 'stdout' | 'stderr';
  /** When the line was written, ms since 1970; undefined if the client sent none. */
  readonly at?: number;
  readonly label?: string;
}

/** `GET /api/runs/:entity/:project/:run/logs?from=N&count=M` (count 1 to 5,000). `from` below 0 counts from the end. */
export interface LogPage {
  readonly total: number;
  readonly from: number;
  readonly lines: readonly LogLine[];
}

/** `GET …/logs/search?text=…&regex=0|1&case=0|1`: numbers of matching lines, at most `limit` (default 10,000). */
export interface LogSearch {
  readonly matchCount: number;
  readonly lines: readonly number[];
  readonly isComplete: boolean;
}
