/**
 * Is this a key of the client's own (`_step`, `_runtime`, `_timestamp`, `_wandb`), which pages leave out by themselves?
 * Those begin with one underscore; a script's `__name__` is as good as any other.
 */
export function isInnerKey(name: string): boolean {
  return /^_(?!_)/.test(name);
}
