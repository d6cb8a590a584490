export { RecorderLink } from './link.ts';
export type { FinishResult, Item, Notice, Registered, RunStart } from './messages.ts';
