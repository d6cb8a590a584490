import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { locateHost, SdkError, systemClock } from '#sdk/base';
import { Delivery, HostLink, isCodeSavingOn } from '#sdk/wire';
import type { Command, Notice, RunStart } from './messages.ts';
import { openRun } from './open.ts';
import { fieldsOf, Session } from './session.ts';

/** A run's rows gather for so long before they are sent: a chart lives, and a host is not asked more than it must. */
const SEND_EVERY_MS = 500;

/** A host that does not say so soon whether code is to be saved has no say. */
const ASK_MS = 5000;

/** A command and what its sender counts for it, in bytes; rows come alone and count their own length. */
type Envelope = string | { readonly command: Command; readonly size: number };

async function main(start: RunStart): Promise<void> {
  const tell = (notice: Notice): void => parentPort?.postMessage(notice);
  const { baseUrl, apiKey } = start;
  const given = { ...(baseUrl === undefined ? {} : { baseUrl }), ...(apiKey === undefined ? {} : { apiKey }) };
  const link = start.mode === 'online' ? new HostLink(() => locateHost(given, process.env)) : undefined;
  let session: Session | undefined;
  // Commands may come while the host is asked about a run that is to go on.
  const early: Envelope[] = [];
  const take = (envelope: Envelope): void => {
    if (session === undefined) early.push(envelope);
    else if (typeof envelope === 'string') session.take(envelope, envelope.length);
    else session.take(envelope.command, envelope.size);
  };
  parentPort?.on('message', take);
  try {
    const opening = await openRun(start, link);
    const journal = join(start.dir, `run-${start.runId}.wandb`);
    const delivery = link === undefined ? undefined : deliver(journal, link, start, tell);
    const fields = fieldsOf(start.runId, { ...start }, opening.startedAt);
    const { control } = start;
    const isCodeSaved = async (): Promise<boolean> => start.isCodeSaved ?? (await codeSavingOf(link));
    session = new Session({ start, opening, fields, delivery, control, clock: systemClock, tell, isCodeSaved });
    for (const envelope of early.splice(0)) take(envelope);
    tell({ kind: 'ready', resumed: opening.resumed });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const code = error instanceof SdkError ? error.code : 'init.failed';
    tell({ kind: 'failed', name: error instanceof Error ? error.name : '', code, message });
  }
}

/** What the host's settings say of saving code; no, where no host answers. */
async function codeSavingOf(link: HostLink | undefined): Promise<boolean> {
  try {
    return link !== undefined && (await isCodeSavingOn(link, AbortSignal.timeout(ASK_MS)));
  } catch {
    return false;
  }
}

function deliver(journal: string, link: HostLink, start: RunStart, tell: (notice: Notice) => void): Delivery {
  let isTroubleTold = false;
  const delivery = new Delivery({
    journal,
    link,
    clock: systemClock,
    intervalMs: SEND_EVERY_MS,
    isIgnored: ignoring(start.ignoreGlobs),
    events: {
      onRegistered: (run) => tell({ kind: 'registered', run: { ...run, baseUrl: link.baseUrl } }),
      onSynced: (position) => tell({ kind: 'synced', records: position, pending: 0 }),
      onStop: () => tell({ kind: 'stop' }),
      onArtifact: ({ clientId = '' }, outcome) =>
        tell({
          kind: 'artifact',
          clientId,
          ...('id' in outcome ? { artifactId: outcome.id } : { error: outcome.error.message }),
        }),
      onTrouble(error) {
        if (error.code === 'host.refused') tell({ kind: 'warning', code: error.code, message: error.message });
        else if (!isTroubleTold) tell({ kind: 'warning', code: error.code, message: error.message });
        isTroubleTold = true;
      },
    },
  });
  void delivery.run().then(
    () => tell({ kind: 'delivered' }),
    (error: unknown) => tell({ kind: 'warning', code: 'delivery', message: String(error) }),
  );
  return delivery;
}

/** Whether a file of the run stays on this machine. `*` stands for any text, also over slashes, as in the Python client. */
function ignoring(globs: readonly string[]): (name: string) => boolean {
  const patterns = globs.map((glob) => {
    const text = glob
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.');
    return new RegExp(`^${text}$`);
  });
  return (name) => patterns.some((pattern) => pattern.test(name));
}

await main(workerData as RunStart);
