import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/**
 * How far a journal is delivered, beside it on disk: whoever goes on (this process, the next one, a command) sends the
 * same lines to the same places.
 */
export interface DeliveryState {
  /** The host that the rest is about. */
  readonly baseUrl: string;
  readonly entity: string;
  readonly project: string;
  /** Lines of the run that were there before this journal's first. */
  readonly lines: { readonly history: number; readonly events: number; readonly console: number };
  /** How far this journal's counters are moved. */
  readonly shift: { readonly step: number; readonly seconds: number };
  /** Offset in the journal behind what was sent whole, but for versions of artifacts. */
  readonly position: number;
  /** Offset before the first version that was not sent, where there is one before `position`. */
  readonly artifactsFrom?: number | undefined;
}

/** Offset in the journal behind what was sent whole, versions of artifacts too. */
export function deliveredUpTo({ position, artifactsFrom = position }: DeliveryState): number {
  return Math.min(position, artifactsFrom);
}

export function deliveryFile(journal: string): string {
  return `${journal}.delivery`;
}

/** The state beside a journal; undefined when there is none that can be understood. */
export function readDeliveryState(journal: string): DeliveryState | undefined {
  try {
    return JSON.parse(readFileSync(deliveryFile(journal), 'utf8')) as DeliveryState;
  } catch {
    // Not delivered yet, or torn: the host's own counts decide then.
    return undefined;
  }
}

/** Errors: those of the file system. */
export function writeDeliveryState(journal: string, state: DeliveryState): void {
  const file = deliveryFile(journal);
  writeFileSync(`${file}.new`, JSON.stringify(state));
  renameSync(`${file}.new`, file);
}
