import type { BroadcastChannel } from 'node:worker_threads';
import type { Answered, Said } from './attached.ts';
import { openChannel } from './channel.ts';
import type { LoggedMedia, RowWriter } from './row.ts';

/** What a run does for the threads that are attached to it. */
export interface DeskRun {
  /** The run's own rows, whose numbers for keys and media all threads share. */
  readonly rows: RowWriter;
  /** A row: parts by turns as `RowWriter` makes them, with a step where the thread named one. */
  row(parts: readonly string[], step: number | undefined): void;
  media(media: LoggedMedia): void;
  take(said: Exclude<Said, { readonly kind: 'key' | 'row' | 'media' | 'flush' }>): void;
  flush(until: 'local' | 'host'): Promise<void>;
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
  readonly #run: DeskRun;
  readonly #threads = new Map<string, Numbers>();

  constructor(name: string, run: DeskRun) {
    this.name = name;
    this.#run = run;
    this.#channel = openChannel<Said | Answered>(name, (said) => this.#hear(said));
  }

  close(): void {
    this.#channel.close();
  }

  #hear(said: Said | Answered): void {
    if (!('from' in said)) return;
    const numbers = this.#threads.get(said.from) ?? { keys: new Map(), media: new Map() };
    this.#threads.set(said.from, numbers);
    switch (said.kind) {
      case 'key': {
        const [, id = '', path = '[]'] = said.text.split('\n');
        numbers.keys.set(id, String(this.#run.rows.numberOf(JSON.parse(path) as string[])));
        return;
      }
      case 'media': {
        const id = this.#run.rows.mediumNumber();
        numbers.media.set(`@${said.media.id}`, `@${id}`);
        return this.#run.media({ ...said.media, id });
      }
      case 'row':
        return this.#run.row(translated(said.text.split('\n'), numbers), said.step);
      case 'flush':
        return void this.#flush(said);
      default:
        return this.#run.take(said);
    }
  }

  async #flush({ from, ask, until }: Extract<Said, { readonly kind: 'flush' }>): Promise<void> {
    let error: string | undefined;
    try {
      await this.#run.flush(until);
    } catch (failure) {
      error = failure instanceof Error ? failure.message : String(failure);
    }
    const answered: Answered = { to: from, ask, ...(error === undefined ? {} : { error }) };
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
