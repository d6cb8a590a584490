import type { RunPath } from '#shared/units';
import type { SweepClaim, SweepPlace } from './push/messages.ts';
import type { StateLog } from './state-log.ts';

/** Which sweep over there is which of here, for each remote; lets one push at a time make one. */
export class SweepBook {
  readonly #log: StateLog;
  /** Who makes a sweep now, and who waits for it. */
  readonly #making = new Map<string, { readonly itemId: number; readonly waiting: (() => void)[] }>();

  constructor(log: StateLog) {
    this.#log = log;
  }

  /** What is known of it; with nothing known the caller is to make it, and others wait until it did or gave up. */
  async claim(
    item: { readonly id: number; readonly remoteId: number; readonly path: RunPath },
    sweep: string,
  ): Promise<SweepClaim> {
    const name = nameOf(item.remoteId, item.path, sweep);
    for (let maker = this.#making.get(name); maker !== undefined; maker = this.#making.get(name)) {
      const { waiting } = maker;
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    const known = this.#log.get<Partial<SweepPlace>>(name);
    this.#making.set(name, { itemId: item.id, waiting: [] });
    if (known === undefined) this.#log.put(name, {}, { isDurable: true });
    return { ...known, wasBegun: known !== undefined };
  }

  made(item: { readonly remoteId: number; readonly path: RunPath }, sweep: string, place: SweepPlace): void {
    this.#log.put(nameOf(item.remoteId, item.path, sweep), place, { isDurable: true });
  }

  /** The push of an item goes on without its sweep, or ended. */
  release(itemId: number): void {
    for (const [name, maker] of this.#making) {
      if (maker.itemId !== itemId) continue;
      this.#making.delete(name);
      for (const resolve of maker.waiting) resolve();
    }
  }
}

function nameOf(remoteId: number, { entity, project }: RunPath, sweep: string): string {
  return `sweep ${JSON.stringify([remoteId, entity, project, sweep])}`;
}
