/** What a streamed file is, by its name. */
export type FileKind =
  | { readonly kind: 'history' | 'events' | 'summary' | 'unknown' }
  /** `label` is the writer's, from `output_<label>.log`; empty for `output.log`. */
  | { readonly kind: 'console'; readonly label: string };

export function fileKind(name: string): FileKind {
  if (name === 'wandb-history.jsonl') return { kind: 'history' };
  if (name === 'wandb-events.jsonl') return { kind: 'events' };
  if (name === 'wandb-summary.json') return { kind: 'summary' };
  const console = /^(?:.*\/)?output(?:[_-]?(.*))?\.log$/.exec(name);
  return console === null ? { kind: 'unknown' } : { kind: 'console', label: console[1] ?? '' };
}
