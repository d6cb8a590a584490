import type { BroadcastChannel } from 'node:worker_threads';
import { randomId } from '#sdk/base';
import type { MetricOptions } from '#sdk/metrics';
import { openChannel } from './channel.ts';
import type { SendChange } from './config.ts';
import type { Kept } from './kept.ts';
import type { AlertOptions } from './parts.ts';
import type { LoggedMedia, RowWriter } from './row.ts';
import { type Answered, type Asked, plainError, type Said, type SummaryChange, type Told } from './said.ts';
import type { SystemValues } from './system-values.ts';

/** What a run does for the threads that are attached to it. */
export interface DeskRun {
  /** The run's own rows, whose numbers for keys and media all threads share. */
  readonly writer: RowWriter;
  readonly kept: Kept;
  /** A row: parts by turns as `RowWriter` makes them, with a step where the thread named one. */
  row(parts: readonly string[], step: number | undefined): void;
  media(media: LoggedMedia): void;
  config: SendChange;
  summary(change: SummaryChange): void;
  metric(name: string, options: MetricOptions): void;
  alert(title: string, text: string, options: AlertOptions): void;
  /** `at`: milliseconds since 1970. */
  output(stream: 'stdout' | 'stderr', text: string, at: number): void;
  system(values: SystemValues, at: number): void;
  warn(code: string, message: string): void;
  flush(until: 'local' | 'host'): Promise<void>;
  /** Notes that the run reads a version; resolves to the host's id of it. */
  use(name: string, type: string | undefined): Promise<string>;
}

/** What comes behind everything that was said before it. */
interface Mark {
  readonly mark: string;
}

/** Numbers of one thread, as the run's own. */
interface Numbers {
  readonly keys: Map<string, string>;
  readonly media: Map<string, string>;
}

/** Takes what other threads of the process log to a run. Does not keep the process alive. */
export class Desk {
  readonly name: string;
  readonly #channel: BroadcastChannel;
  readonly #threads = new Map<string, Numbers>();
  /** Called when everything has been heard that was said before a mark. */
  readonly #marks = new Map<string, () => void>();
  /** None once the run is over; the desk goes on to say so, because nobody else can. */
  #run: DeskRun | undefined;

  constructor(name: string, run: DeskRun) {
    this.name = name;
    this.#run = run;
    this.#channel = openChannel<Said | Answered | Mark>(name, (said) => this.#hear(said));
  }

  /** Resolves when everything has been heard that any thread said before; keeps the process alive until then. */
  async hearAll(): Promise<void> {
    const mark = randomId(8);
    const other = openChannel(this.name, () => undefined);
    this.#channel.ref();
    await new Promise<void>((resolve) => {
      this.#marks.set(mark, resolve);
      other.postMessage({ mark } satisfies Mark);
    });
    this.#marks.delete(mark);
    this.#channel.unref();
    other.close();
  }

  /** The run is over: what was asked before is still answered, nothing else is taken. */
  end(): void {
    this.#run = undefined;
    for (const to of this.#threads.keys()) this.#say({ to, isOver: true });
    this.#threads.clear();
  }

  #hear(said: Said | Answered | Mark): void {
    if ('mark' in said) return this.#marks.get(said.mark)?.();
    if (!('from' in said)) return;
    const run = this.#run;
    if (run === undefined) return this.#say({ to: said.from, isOver: true });
    const numbers = this.#threads.get(said.from) ?? { keys: new Map(), media: new Map() };
    this.#threads.set(said.from, numbers);
    switch (said.kind) {
      case 'key': {
        const [, id = '', path = '[]'] = said.text.split('\n');
        numbers.keys.set(id, String(run.writer.numberOf(JSON.parse(path) as string[])));
        return;
      }
      case 'media': {
        const id = run.writer.mediumNumber();
        numbers.media.set(`@${said.media.id}`, `@${id}`);
        return run.media({ ...said.media, id });
      }
      case 'row':
        return run.row(translated(said.text.split('\n'), numbers), said.step);
      case 'ask':
        return void this.#answer(run, said);
      default:
        return takeOf(run, said);
    }
  }

  async #answer(run: DeskRun, { from, ask, what }: Extract<Said, { readonly kind: 'ask' }>): Promise<void> {
    try {
      this.#say({ to: from, ask, value: await answerOf(run, what) });
    } catch (error) {
      this.#say({ to: from, ask, error: plainError(error) });
    }
  }

  #say(answered: Answered): void {
    this.#channel.postMessage(answered);
  }
}

function takeOf(run: DeskRun, said: Exclude<Told, { readonly kind: 'key' | 'row' | 'media' }>): void {
  switch (said.kind) {
    case 'config':
      return run.config(said.set, said.remove);
    case 'summary':
      return run.summary(said);
    case 'metric':
      return run.metric(said.name, said.options);
    case 'alert':
      return run.alert(said.title, said.text, said.options);
    case 'output':
      return run.output(said.stream, said.text, said.at);
    case 'system':
      return run.system(said.values, said.at);
    case 'warning':
      return run.warn(said.code, said.message);
  }
}

async function answerOf(run: DeskRun, asked: Asked): Promise<string | undefined> {
  switch (asked.kind) {
    case 'flush':
      await run.flush(asked.until);
      return undefined;
    case 'files':
      await run.kept.files(asked.files, asked.policy);
      return undefined;
    case 'artifact':
      return run.kept.draft(asked.draft, asked.aliases);
    case 'use':
      return run.use(asked.name, asked.type);
  }
}

/** Keys and media by the run's numbers; from the fourth part on they come by turns with values. */
function translated(parts: readonly string[], { keys, media }: Numbers): string[] {
  return parts.map((part, i) => {
    if (i < 3) return part;
    if (i % 2 === 1) return keys.get(part) ?? part;
    const medium = media.get(part);
    if (medium !== undefined) media.delete(part);
    return medium ?? part;
  });
}
