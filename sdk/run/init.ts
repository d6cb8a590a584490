import { rmSync } from 'node:fs';
import { RunHost } from '#sdk/api';
import { type HostPlace, locateHost, randomId, systemClock, within } from '#sdk/base';
import { RecorderLink, type RunStart } from '#sdk/worker';
import { valueText } from '#sdk/values';
import { claimRun, releaseRun } from './claim.ts';
import { captureConsole } from './console.ts';
import { atExit } from './exit.ts';
import { forgetUnfinished, makeRunFolder, noteUnfinished, unfinishedRun } from './folder.ts';
import { type InitOptions, type Settings, settingsOf } from './options.ts';
import { Moments } from './moments.ts';
import type { RunParts } from './parts.ts';
import { Run } from './run.ts';

/** Source: the Python client. */
const DEFAULT_PROJECT = 'uncategorized';
/** How long `init` waits for a host that has to say whether a run exists. */
const ANSWER_MS = 10_000;
/** What the end of a process may take for its runs, together. */
const EXIT_MS = 2000;

/**
 * Starts a run. Resolves as soon as its journal is open; only where `resume` needs an answer a host is waited for. From
 * then on everything logged is kept, whether a host is there or not.
 * Errors: UsageError for wrong options; ResumeError; ConnectionError when `must` or `never` finds no host.
 */
export async function init(options: InitOptions = {}): Promise<Run> {
  const now = systemClock.now();
  const { env, argv } = process;
  const settings = withAuto(settingsOf(options, { env, argv, cwd: process.cwd(), now }));
  const config = options.config ?? {};
  if (settings.mode === 'disabled')
    return new Run(partsOf(settings, config, '', undefined, undefined, () => undefined));
  const startedAt = settings.startedAt ?? now;
  const claim = claimRun(settings.dir, settings.id, now);
  const dir = makeRunFolder(settings.dir, settings.id, settings.mode === 'offline', startedAt);
  let run: Run | undefined;
  // Nothing of this machine is noted of a run that is carried over, even if nothing is told in its place.
  const environment = options.environment ?? (settings.startedAt === undefined ? undefined : {});
  const start = startOf(settings, config, { dir, startedAt, claim, environment });
  const started = RecorderLink.start(start, (notice) => run?.hear(notice));
  const { link, ready } = await within(started, { signal: options.signal }, systemClock).catch((error: unknown) => {
    releaseRun(claim);
    // There is no run: its folder goes, once nobody writes to it any more.
    void started
      .then(({ link: late }) => late.close())
      .catch(() => undefined)
      .then(() => rmSync(dir, { recursive: true, force: true }));
    throw error;
  });
  // What is carried over by one script is nothing for another to go on with.
  if (settings.startedAt === undefined) noteUnfinished(settings.dir, settings.id);
  const endings: (() => void)[] = [() => releaseRun(claim)];
  run = new Run(
    partsOf(settings, config, dir, link, ready.resumed, (exitCode) => {
      endings.forEach((end) => end());
      if (exitCode === 0 && settings.startedAt === undefined) forgetUnfinished(settings.dir);
    }),
  );
  const begun = run;
  if (settings.isConsoleCaptured) endings.push(captureConsole((stream, text) => begun.print(stream, text)));
  endings.push(
    atExit({
      finish: async () => void (await begun.finish()),
      exit: (exitCode) => begun.exit(exitCode, EXIT_MS),
    }),
  );
  return run;
}

type Resumed = Awaited<ReturnType<typeof RecorderLink.start>>['ready']['resumed'];

function partsOf(
  settings: Settings,
  config: Readonly<Record<string, unknown>>,
  dir: string,
  link: RecorderLink | undefined,
  resumed: Resumed,
  onEnd: (exitCode: number) => void,
): RunParts {
  const place = settings.mode === 'online' ? givenPlace(settings) : undefined;
  return {
    id: settings.id,
    entity: resumed?.entity ?? settings.entity,
    project: resumed?.project ?? settings.project ?? DEFAULT_PROJECT,
    name: settings.name ?? resumed?.displayName,
    notes: settings.notes ?? resumed?.notes,
    tags: settings.tags.length > 0 ? settings.tags : (resumed?.tags ?? []),
    dir,
    config: { ...resumed?.config, ...config },
    summary: resumed?.summary ?? {},
    isResumed: resumed !== undefined,
    startingStep: resumed?.startingStep ?? 0,
    outOfOrderStep: settings.outOfOrderStep,
    isSilent: settings.isSilent,
    clock: systemClock,
    moments: new Moments(systemClock, settings.startedAt),
    link,
    host: place === undefined ? undefined : new RunHost(() => locateHost(place, process.env)),
    place,
    onEnd,
  };
}

function givenPlace({ baseUrl, apiKey }: Settings): Partial<HostPlace> {
  return { ...(baseUrl === undefined ? {} : { baseUrl }), ...(apiKey === undefined ? {} : { apiKey }) };
}

function startOf(
  settings: Settings,
  config: Readonly<Record<string, unknown>>,
  made: Pick<RunStart, 'dir' | 'startedAt' | 'claim' | 'environment'>,
): Omit<RunStart, 'control'> {
  const { id, name, resume, mode, program, ignoreGlobs, baseUrl, apiKey } = settings;
  const { systemMetrics, isGitRead, isCodeSaved } = settings;
  const entries = Object.entries(config).filter(([, value]) => value !== undefined);
  return {
    ...made,
    runId: id,
    entity: settings.entity,
    project: settings.project,
    displayName: name,
    notes: settings.notes,
    group: settings.group,
    jobType: settings.jobType,
    tags: settings.tags,
    config: entries.map(([key, value]) => [[key], valueText(value, key)]),
    resume: resume === 'auto' ? 'allow' : resume,
    mode: mode === 'offline' ? 'offline' : 'online',
    baseUrl,
    apiKey,
    ignoreGlobs,
    answerMs: ANSWER_MS,
    program,
    args: process.argv.slice(2),
    writerId: randomId(32),
    systemMetrics,
    isGitRead,
    isCodeSaved,
  };
}

/** `auto` goes on with the run of this folder that did not finish, unless an id was given. */
function withAuto(settings: Settings): Settings {
  if (settings.resume !== 'auto') return settings;
  return { ...settings, id: unfinishedRun(settings.dir) ?? settings.id };
}
