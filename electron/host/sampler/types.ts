import type { MachineFacts } from '#shared/api';

/** What a probe found: values by key (see `describeMachineKey`), or that there is nothing to find, and why. */
export type Reading =
  | { readonly kind: 'values'; readonly values: Readonly<Record<string, number>>; readonly facts?: MachineFacts }
  | { readonly kind: 'missing'; readonly reason: string };

/**
 * One source of values. It may be slow, hang or throw: whoever runs it bounds its time, never begins a second
 * measurement while one is under way, and asks it less often while it fails.
 */
export interface Probe {
  readonly id: string;
  /** As people read it: `NVIDIA GPUs`. */
  readonly title: string;
  /** At least so many milliseconds between measurements, however fast samples are taken; 0 when left out. */
  readonly leastEveryMs?: number;
  /** Errors: throws when what should be readable is not; the message is shown. */
  measure(): Promise<Reading>;
  /** Ends what it left running. */
  stop?(): void;
}

/** How a probe sees the machine; tests give folders of their own. */
export interface ProbeWorld {
  /** Put in front of `/proc` and `/sys`: empty for the real ones. */
  readonly root: string;
  /** Where tools are looked for. */
  readonly path: string;
  /** Milliseconds that never go back. */
  monotonic(): number;
  /** How often values are wanted, milliseconds. */
  everyMs(): number;
}

export const missing = (reason: string): Reading => ({ kind: 'missing', reason });
