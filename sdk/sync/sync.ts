import { statSync, writeFileSync } from 'node:fs';
import type { ConnectionError } from '#sdk/base';
import { type HostPlace, systemClock } from '#sdk/base';
import { deliveredUpTo, Delivery, HostLink, isPassing, readDeliveryState } from '#sdk/wire';
import { findJournals, markerOf } from './journals.ts';

/** A journal that grew so lately may still be written by its script. */
const STILL_MS = 60_000;

export interface SyncOptions {
  readonly place: () => HostPlace;
  /** Also what was delivered already, and what may still be written. */
  readonly isForced?: boolean;
  /** Told of each journal when it is done with. */
  readonly tell: (outcome: SyncOutcome) => void;
}

export interface SyncOutcome {
  readonly journal: string;
  readonly state: 'delivered' | 'known' | 'growing' | 'failed';
  /** Path of the run on the host, or why it is not there. */
  readonly words: string;
}

/**
 * Delivers the journals that `paths` mean, one after the other. Resolves with how many failed; goes no further when
 * nobody answers. Errors: UsageError for a path without journals, before anything is sent.
 */
export async function syncPaths(paths: readonly string[], options: SyncOptions): Promise<number> {
  const journals = [...new Set(paths.flatMap(findJournals))];
  let failed = 0;
  for (const journal of journals) {
    const outcome = waitingReason(journal, options.isForced === true) ?? (await deliver(journal, options.place));
    options.tell(outcome);
    if (outcome.state !== 'failed') continue;
    failed += 1;
    if ('isAbsent' in outcome && outcome.isAbsent === true)
      return failed + journals.length - journals.indexOf(journal) - 1;
  }
  return failed;
}

/** Why a journal is left alone. */
function waitingReason(journal: string, isForced: boolean): SyncOutcome | undefined {
  if (isForced) return undefined;
  const { size, mtimeMs } = statSync(journal);
  const state = readDeliveryState(journal);
  const isMarked = statSync(markerOf(journal), { throwIfNoEntry: false }) !== undefined;
  if (isMarked || (state !== undefined && deliveredUpTo(state) >= size)) {
    const where = state === undefined ? '' : ` to ${state.baseUrl}`;
    return { journal, state: 'known', words: `delivered before${where}` };
  }
  const isOffline = /[/\\]offline-run-[^/\\]*[/\\][^/\\]*$/.test(journal);
  if (!isOffline && systemClock.now() - mtimeMs < STILL_MS)
    return { journal, state: 'growing', words: 'written to a moment ago: its script delivers it' };
  return undefined;
}

async function deliver(
  journal: string,
  place: () => HostPlace,
): Promise<SyncOutcome & { readonly isAbsent?: boolean }> {
  let trouble: ConnectionError | undefined;
  let path = '';
  const delivery: Delivery = new Delivery({
    journal,
    link: new HostLink(place),
    clock: systemClock,
    isWhole: true,
    events: {
      onRegistered: ({ entity, project, run }) => (path = `${entity}/${project}/${run}`),
      onTrouble(error) {
        trouble = error;
        if (isPassing(error)) delivery.stop();
      },
    },
  });
  try {
    await delivery.run();
  } catch (error) {
    return { journal, state: 'failed', words: error instanceof Error ? error.message : String(error) };
  }
  if (delivery.phase === 'done') {
    writeFileSync(markerOf(journal), '');
    return { journal, state: 'delivered', words: path };
  }
  const isAbsent = trouble !== undefined && isPassing(trouble);
  return { journal, state: 'failed', words: trouble?.message ?? 'the journal has no run in it', isAbsent };
}
