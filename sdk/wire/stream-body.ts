import type { LineSpan, LogBatch } from '#sdk/journal';

/** What one post of a run's stream holds. Source: protocol 4.1. */
export interface StreamParts {
  readonly history?: LineSpan;
  readonly events?: LineSpan;
  readonly console?: LineSpan;
  /** The whole document as extended JSON. */
  readonly summary?: string;
  readonly uploaded?: readonly string[];
  readonly isPreempting?: boolean;
  /** Present in the last post of a run. */
  readonly exitCode?: number;
}

interface Lines {
  readonly history: number;
  readonly events: number;
  readonly console: number;
}

/** The posts that carry a piece of a log: a post holds one run of console lines, a piece may hold several. */
export function partsOf(batch: Pick<LogBatch, 'history' | 'events' | 'console'>): StreamParts[] {
  const [first, ...others] = batch.console;
  const head: StreamParts = {
    ...(batch.history.lines.length === 0 ? {} : { history: batch.history }),
    ...(batch.events.lines.length === 0 ? {} : { events: batch.events }),
    ...(first === undefined ? {} : { console: first }),
  };
  const parts = [head, ...others.map((span) => ({ console: span }))];
  return parts.filter((part) => Object.keys(part).length > 0);
}

/** The JSON text of a post; `before`: how many lines the run had before this log's first. */
export function streamBody(parts: StreamParts, before: Lines): string {
  const files: Record<string, { readonly offset: number; readonly content: readonly string[] }> = {};
  const put = (name: string, span: LineSpan | undefined, offset: number): void => {
    if (span !== undefined) files[name] = { offset: offset + span.from, content: span.lines };
  };
  put('wandb-history.jsonl', parts.history, before.history);
  put('wandb-events.jsonl', parts.events, before.events);
  put('output.log', parts.console, before.console);
  if (parts.summary !== undefined) files['wandb-summary.json'] = { offset: 0, content: [parts.summary] };
  return JSON.stringify({
    ...(Object.keys(files).length === 0 ? {} : { files }),
    ...(parts.uploaded === undefined || parts.uploaded.length === 0 ? {} : { uploaded: parts.uploaded }),
    ...(parts.isPreempting === true ? { preempting: true } : {}),
    ...(parts.exitCode === undefined ? {} : { complete: true, exitcode: parts.exitCode }),
  });
}
