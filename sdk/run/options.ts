import { type Env, randomId, UsageError } from '#sdk/base';

export interface InitOptions {
  /** Owner of the project; the host's own user unless given. */
  readonly entity?: string;
  readonly project?: string;
  /** Identity of the run in its project; made up unless given. */
  readonly id?: string;
  /** Name for people; the host makes one up unless given. */
  readonly name?: string;
  readonly notes?: string;
  /** A text is one tag. */
  readonly tags?: string | readonly string[];
  readonly group?: string;
  readonly jobType?: string;
  readonly config?: Readonly<Record<string, unknown>>;
  /**
   * When the run began, for one that was earlier or elsewhere and is carried over. Its rows say their times with
   * `_timestamp` or `_runtime`, `writeConsole` and `logSystem` with `at`; what says none is as late as the latest that did.
   * Nothing of this process is noted: neither output nor commit nor machine.
   */
  readonly startedAt?: Date;
  /**
   * What was around the run, in place of what is noted of this process: members of `wandb-metadata.json` (os, python,
   * program, args, host, gpu, gpu_count, git …). Others are left out.
   */
  readonly environment?: Readonly<Record<string, unknown>>;
  /** Whether a run with this id is gone on with; `auto` goes on with one of this folder that did not finish. */
  readonly resume?: 'allow' | 'must' | 'never' | 'auto';
  /** `offline` never talks to a host, `disabled` records nothing. */
  readonly mode?: 'online' | 'offline' | 'disabled';
  /** Folder that gets the `wandb` folder; the current one unless given. */
  readonly dir?: string;
  /** Address of the host; WANDB_BASE_URL, or the host that runs on this machine. */
  readonly baseUrl?: string;
  readonly apiKey?: string;
  /** What the script prints is part of the run. */
  readonly console?: boolean;
  /** Seconds between two samples of the machine (2 unless given, 0.5 at least), and between two means of them (30). */
  readonly systemMetrics?: false | { readonly sample?: number; readonly average?: number };
  /** Keeps the script and what is not committed; the host's setting decides unless given. */
  readonly saveCode?: boolean;
  /** Notes nothing of the code: no script, no patch, no commit. */
  readonly disableCode?: boolean;
  /** Files that stay on this machine; `*` stands for any text. */
  readonly ignoreGlobs?: readonly string[];
  /** What happens to a row for a step that is over. */
  readonly outOfOrderStep?: 'drop' | 'current' | 'throw';
  /** Gives up waiting for the host. */
  readonly signal?: AbortSignal;
}

/** The options of a run with everything filled in. */
export interface Settings {
  readonly entity: string | undefined;
  readonly project: string | undefined;
  readonly id: string;
  readonly name: string | undefined;
  readonly notes: string | undefined;
  readonly tags: readonly string[];
  readonly group: string | undefined;
  readonly jobType: string | undefined;
  readonly resume: 'allow' | 'must' | 'never' | 'auto' | undefined;
  readonly mode: 'online' | 'offline' | 'disabled';
  readonly dir: string;
  readonly baseUrl: string | undefined;
  readonly apiKey: string | undefined;
  readonly isConsoleCaptured: boolean;
  /** Does not print where the run is. */
  readonly isSilent: boolean;
  readonly ignoreGlobs: readonly string[];
  readonly outOfOrderStep: 'drop' | 'current' | 'throw';
  readonly program: string | undefined;
  readonly systemMetrics: { readonly sampleMs: number; readonly averageMs: number } | undefined;
  readonly isGitRead: boolean;
  readonly isCodeSaved: boolean | undefined;
  /** Of a run that is carried over, milliseconds since 1970. */
  readonly startedAt: number | undefined;
}

const MODES = ['online', 'offline', 'disabled'] as const;
const RESUMES = ['allow', 'must', 'never', 'auto'] as const;
/** Source: the Python client. */
const FORBIDDEN_IN_ID = /[/\\#?%:]/;
const MOST_TAG_CHARS = 64;
/** Seconds. */
const SAMPLE_S = 2;
const LEAST_SAMPLE_S = 0.5;
const AVERAGE_S = 30;
const MOST_AVERAGE_S = 86_400;
/** 2000-01-01: hosts believe no run to be older. */
const EARLIEST_MS = 946_684_800_000;

/**
 * The settings of a run: options win over the environment, whose names are those of the Python client.
 * Errors: UsageError `init.option`.
 */
export function settingsOf(
  options: InitOptions,
  {
    env,
    cwd,
    argv,
    now,
  }: { readonly env: Env; readonly cwd: string; readonly argv: readonly string[]; readonly now: number },
): Settings {
  const from = (name: string): string | undefined => (env[name] === '' ? undefined : env[name]);
  const id = options.id ?? from('WANDB_RUN_ID') ?? randomId(8);
  if (id.trim() === '' || FORBIDDEN_IN_ID.test(id)) refuse('id', id, 'it is empty or has one of / \\ # ? % :');
  return {
    entity: options.entity ?? from('WANDB_ENTITY'),
    project: options.project ?? from('WANDB_PROJECT'),
    id,
    name: options.name ?? from('WANDB_NAME'),
    notes: options.notes ?? from('WANDB_NOTES'),
    tags: tagsOf(options.tags ?? from('WANDB_TAGS')?.split(',')),
    group: options.group ?? from('WANDB_RUN_GROUP'),
    jobType: options.jobType ?? from('WANDB_JOB_TYPE'),
    resume: oneOf('resume', options.resume ?? from('WANDB_RESUME'), RESUMES),
    mode: oneOf('mode', options.mode ?? from('WANDB_MODE'), MODES) ?? 'online',
    dir: options.dir ?? from('WANDB_DIR') ?? cwd,
    baseUrl: options.baseUrl ?? from('WANDB_BASE_URL'),
    apiKey: options.apiKey ?? from('WANDB_API_KEY'),
    isConsoleCaptured: options.console ?? (options.startedAt === undefined && from('WANDB_CONSOLE') !== 'off'),
    // Whoever carries over a thousand runs wants no thousand addresses.
    isSilent: options.startedAt !== undefined || isOn(from('WANDB_SILENT')),
    ignoreGlobs: options.ignoreGlobs ?? from('WANDB_IGNORE_GLOBS')?.split(',') ?? [],
    outOfOrderStep: oneOf('outOfOrderStep', options.outOfOrderStep, ['drop', 'current', 'throw'] as const) ?? 'drop',
    program: argv[1],
    systemMetrics: intervalsOf(options, from),
    ...codeChoice(options, from),
    startedAt: startOf(options.startedAt, now),
  };
}

type From = (name: string) => string | undefined;

/** Source: the Python client's `env_as_bool`. */
const isOn = (text: string | undefined): boolean => /^(?:1|t|true|y|yes|on)$/i.test(text ?? '');

function startOf(startedAt: Date | undefined, now: number): number | undefined {
  if (startedAt === undefined) return undefined;
  const ms = startedAt.getTime();
  if (!(ms >= EARLIEST_MS && ms <= now)) refuse('startedAt', String(startedAt), 'it is no time between 2000 and now');
  return ms;
}

function codeChoice(
  { disableCode, saveCode, startedAt, environment }: InitOptions,
  from: From,
): Pick<Settings, 'isGitRead' | 'isCodeSaved'> {
  if (startedAt !== undefined) return { isGitRead: false, isCodeSaved: false };
  const isDisabled = disableCode ?? isOn(from('WANDB_DISABLE_CODE'));
  const wish = from('WANDB_SAVE_CODE');
  return {
    isGitRead: environment === undefined && !isDisabled && !isOn(from('WANDB_DISABLE_GIT')),
    isCodeSaved: isDisabled ? false : (saveCode ?? (wish === undefined ? undefined : isOn(wish))),
  };
}

function intervalsOf({ systemMetrics: given, startedAt }: InitOptions, from: From): Settings['systemMetrics'] {
  if (startedAt !== undefined) {
    if (given === undefined || given === false) return undefined;
    refuse('systemMetrics', JSON.stringify(given), 'this machine, now, is not that of a run that is carried over');
  }
  if (given === false || (given === undefined && isOn(from('WANDB_X_DISABLE_STATS')))) return undefined;
  const named = Number(from('WANDB_X_STATS_SAMPLING_INTERVAL') ?? Number.NaN);
  const average =
    given?.average ?? (Number.isNaN(named) ? undefined : named) ?? Math.max(AVERAGE_S, given?.sample ?? 0);
  const sample = given?.sample ?? Math.min(SAMPLE_S, average);
  if (!(sample >= LEAST_SAMPLE_S)) refuse('systemMetrics.sample', String(sample), `it is below ${LEAST_SAMPLE_S} s`);
  if (!(average >= sample && average <= MOST_AVERAGE_S))
    refuse('systemMetrics.average', String(average), `it is not between sample (${sample}) and ${MOST_AVERAGE_S} s`);
  return { sampleMs: sample * 1000, averageMs: average * 1000 };
}

/** The tags of a run; a text is one tag. Errors: UsageError `init.option`. */
export function tagsOf(tags: string | readonly string[] | undefined): readonly string[] {
  const list = tags === undefined ? [] : typeof tags === 'string' ? [tags] : tags;
  for (const tag of list) {
    if (tag === '' || tag.length > MOST_TAG_CHARS) refuse('tags', tag, `a tag has 1 to ${MOST_TAG_CHARS} characters`);
  }
  return [...new Set(list)];
}

function oneOf<T extends string>(name: string, value: string | undefined, all: readonly T[]): T | undefined {
  const found = all.find((one) => one === value);
  if (found === undefined && value !== undefined) refuse(name, value, `it is none of ${all.join(', ')}`);
  return found;
}

function refuse(name: string, value: string, reason: string): never {
  throw new UsageError('init.option', `${name} cannot be "${value}": ${reason}`);
}
