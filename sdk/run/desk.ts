import type { BroadcastChannel } from 'node:worker_threads';
import { openChannel } from './channel.ts';
import type { LoggedMedia, RowWriter } from './row.ts';
import { type Answered, type Asked, plainError, type Said, type Told } from './said.ts';

/** What a run does for the threads that are attached to it. */
export interface DeskRun {
  /** The run's own rows, whose numbers for keys and media all threads share. */
  readonly rows: RowWriter;
  /** A row: parts by turns as `RowWriter` makes them, with a step where the thread named one. */
  row(parts: readonly string[], step: number | undefined): void;
  media(media: LoggedMedia): void;
  take(told: Exclude<Told, { readonly kind: 'key' | 'row' | 'media' }>): void;
  answer(asked: Asked): Promise<string | undefined>;
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
  /** None once the run is over; the desk goes on to say so, because nobody else can. */
  #run: DeskRun | undefined;

  constructor(name: string, run: DeskRun) {
    this.name = name;
    this.#run = run;
    this.#channel = openChannel<Said | Answered>(name, (said) => this.#hear(said));
  }

  /** The run is over: what was asked before is still answered, nothing else is taken. */
  end(): void {
    this.#run = undefined;
    for (const to of this.#threads.keys()) this.#say({ to, isOver: true });
    this.#threads.clear();
  }

  #hear(said: Said | Answered): void {
    if (!('from' in said)) return;
    const run = this.#run;
    if (run === undefined) return this.#say({ to: said.from, isOver: true });
    const numbers = this.#threads.get(said.from) ?? { keys: new Map(), media: new Map() };
    this.#threads.set(said.from, numbers);
    switch (said.kind) {
      case 'key': {
        const [, id = '', path = '[]'] = said.text.split('\n');
        numbers.keys.set(id, String(run.rows.numberOf(JSON.parse(path) as string[])));
        return;
      }
      case 'media': {
        const id = run.rows.mediumNumber();
        numbers.media.set(`@${said.media.id}`, `@${id}`);
        return run.media({ ...said.media, id });
      }
      case 'row':
        return run.row(translated(said.text.split('\n'), numbers), said.step);
      case 'ask':
        return void this.#answer(run, said);
      default:
        return run.take(said);
    }
  }

  async #answer(run: DeskRun, { from, ask, what }: Extract<Said, { readonly kind: 'ask' }>): Promise<void> {
    try {
      this.#say({ to: from, ask, value: await run.answer(what) });
    } catch (error) {
      this.#say({ to: from, ask, error: plainError(error) });
    }
  }

  #say(answered: Answered): void {
    this.#channel.postMessage(answered);
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
