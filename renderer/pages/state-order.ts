import type { StateName } from '#ui/widgets';

/** States of runs, most telling first: what needs a look stands before what is done. */
export const STATE_ORDER: readonly StateName[] = [
  'running',
  'failed',
  'crashed',
  'pending',
  'preempting',
  'preempted',
  'killed',
  'finished',
];
