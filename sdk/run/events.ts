import { EventEmitter } from 'node:events';
import { printApart } from './console.ts';

/** Something that went otherwise than the script may expect. */
export interface Warning {
  readonly code: string;
  readonly message: string;
  readonly key?: string;
  readonly step?: number;
}

export interface RunEvents {
  readonly warning: Warning;
  /** The host has stored everything up to here. */
  readonly synced: { readonly records: number; readonly pending: number };
  /** Somebody pressed Stop in the app. */
  readonly stop: undefined;
  /** A host has the run now. */
  readonly registered: { readonly url: string };
}

/** The events of a run. A warning that nobody listens for is printed once for each code, the run's address once. */
export class RunEmitter {
  readonly #emitter = new EventEmitter();
  readonly #printed = new Set<string>();
  #isAddressPrinted: boolean;

  /** `isSilent`: the address is not printed. */
  constructor({ isSilent }: { readonly isSilent: boolean }) {
    this.#isAddressPrinted = isSilent;
  }

  on<K extends keyof RunEvents>(event: K, listener: (value: RunEvents[K]) => void): void {
    this.#emitter.on(event, listener);
  }

  off<K extends keyof RunEvents>(event: K, listener: (value: RunEvents[K]) => void): void {
    this.#emitter.off(event, listener);
  }

  emit<K extends keyof RunEvents>(event: K, value: RunEvents[K]): void {
    this.#emitter.emit(event, value);
  }

  /** A host has the run at this address. */
  registered(url: string): void {
    if (this.#emitter.emit('registered', { url }) || this.#isAddressPrinted) return;
    this.#isAddressPrinted = true;
    printApart(`taffrail: the run is at ${url}`);
  }

  warn(warning: Warning): void {
    if (this.#emitter.emit('warning', warning) || this.#printed.has(warning.code)) return;
    this.#printed.add(warning.code);
    process.stderr.write(`taffrail: ${warning.message}\n`);
  }
}
