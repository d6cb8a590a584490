export { RecorderLink } from './link.ts';
export type { ArrayItem, FinishResult, Item, Notice, Registered, RunStart } from './messages.ts';
