import type { SyncRemote, SyncRemoteChange, SyncRemoteRequest } from '#shared/api';
import { Problem } from '#shared/errors';
import { type Connection, readCertificates } from './connection.ts';
import type { KeyRing, Secret } from './keys.ts';
import type { Networks } from './networks.ts';
import { Pace } from './pace.ts';
import type { StateLog } from './state-log.ts';

/** A remote as it is kept: without what is secret. */
interface Kept extends Omit<SyncRemote, 'trusted' | 'keyPlace' | 'isAway'> {
  readonly ca?: string;
}

const PREFIX = 'remote ';

/** The servers that runs may be sent to. Errors of all: `sync.unknown` for an id that is none. */
export class Remotes {
  readonly #log: StateLog;
  readonly #keys: KeyRing;
  readonly #networks: Networks;
  readonly #paces = new Map<number, Pace>();

  constructor(log: StateLog, keys: KeyRing, networks: Networks) {
    this.#log = log;
    this.#networks = networks;
    this.#keys = keys;
  }

  list(): SyncRemote[] {
    return this.#log.all<Kept>(PREFIX).map(({ ca, ...remote }) => {
      const keyPlace = this.#keys.placeOf(remote.id);
      const away = this.#networks.isOn(remote.network) ? {} : ({ isAway: true } as const);
      return { ...remote, ...away, keyPlace, ...(ca === undefined ? {} : { trusted: readCertificates(ca) }) };
    });
  }

  get(id: number): Kept {
    const remote = this.#log.get<Kept>(PREFIX + id);
    if (remote === undefined) throw new Problem('sync.unknown', { what: 'remote', id });
    return remote;
  }

  /** Errors: `sync.remote` for a name that another one has. */
  add(id: number, request: SyncRemoteRequest): void {
    this.#ensureFree(request.name, id);
    this.#keys.set(id, secretOf(request));
    this.#put({ id, isPaused: false, ...openPart(request) });
  }

  /** Errors: `sync.remote` for a name that another one has. */
  change(id: number, change: SyncRemoteChange): void {
    const { isPaused } = this.get(id);
    this.#ensureFree(change.name, id);
    const whole = this.completed(id, change);
    this.#keys.set(id, secretOf(whole));
    this.#put({ id, isPaused, ...openPart(whole) });
  }

  /** A change with what it leaves as it was. Errors: `sync.remote` of the field `key` when there is none to go on with. */
  completed(id: number, change: SyncRemoteChange): SyncRemoteRequest {
    const { ca } = this.get(id);
    const secret = this.#keys.get(id);
    const key = change.key ?? secret?.key;
    if (key === undefined) throw new Problem('sync.remote', { field: 'key', reason: 'type it again: it is not here' });
    const password = change.proxyPassword ?? secret?.proxyPassword;
    return {
      ...change,
      key,
      ...(change.ca === undefined && ca !== undefined ? { ca } : {}),
      ...(change.proxyUser === undefined || password === undefined ? {} : { proxyPassword: password }),
    };
  }

  pause(id: number, isPaused: boolean): void {
    this.#put({ ...this.get(id), isPaused });
  }

  remove(id: number): void {
    this.get(id);
    this.#log.put(PREFIX + id, undefined, { isDurable: true });
    this.#keys.delete(id);
    this.#paces.delete(id);
  }

  /** Whether this machine is where it may be reached from. */
  isInReach(id: number): boolean {
    return this.#networks.isOn(this.get(id).network);
  }

  /** The networks that remotes are limited to. */
  networks(): string[] {
    return this.#log.all<Kept>(PREFIX).flatMap(({ network }) => (network === undefined ? [] : [network]));
  }

  /** How to reach it; undefined when its key is locked away. */
  connectionTo(id: number): Connection | undefined {
    const { baseUrl, proxyUrl, proxyUser, ca } = this.get(id);
    const secret = this.#keys.get(id);
    if (secret === undefined) return undefined;
    return connectionOf({
      baseUrl,
      key: secret.key,
      ...(proxyUrl === undefined ? {} : { proxyUrl }),
      ...(proxyUser === undefined ? {} : { proxyUser }),
      ...(secret.proxyPassword === undefined ? {} : { proxyPassword: secret.proxyPassword }),
      ...(ca === undefined ? {} : { ca }),
    });
  }

  /** What keeps its limit; a change of the limit is felt by pushes that go on. */
  paceOf(id: number): Pace {
    let pace = this.#paces.get(id);
    if (pace === undefined) {
      pace = new Pace();
      pace.bytesPerSecond = this.get(id).maxBytesPerSecond ?? 0;
      this.#paces.set(id, pace);
    }
    return pace;
  }

  #put(remote: Kept): void {
    this.#log.put(PREFIX + remote.id, remote, { isDurable: true });
    const pace = this.#paces.get(remote.id);
    if (pace !== undefined) pace.bytesPerSecond = remote.maxBytesPerSecond ?? 0;
  }

  #ensureFree(name: string, id: number): void {
    if (!this.#log.all<Kept>(PREFIX).some((one) => one.name === name && one.id !== id)) return;
    throw new Problem('sync.remote', { field: 'name', reason: 'another remote has this name' });
  }
}

/** The way to a server that is asked for. */
export function connectionOf(request: Omit<SyncRemoteRequest, 'name'>): Connection {
  const { baseUrl, key, proxyUrl, proxyUser, proxyPassword = '', ca } = request;
  return {
    baseUrl,
    apiKey: key,
    proxyUrl,
    proxyLogin: proxyUser === undefined ? undefined : { user: proxyUser, password: proxyPassword },
    ca: ca === '' ? undefined : ca,
  };
}

function secretOf({ key, proxyUser, proxyPassword }: SyncRemoteRequest): Secret {
  return proxyUser === undefined || proxyPassword === undefined ? { key } : { key, proxyPassword };
}

function openPart(request: SyncRemoteRequest): Omit<Kept, 'id' | 'isPaused'> {
  const { key: _, proxyPassword: __, ca, ...rest } = request;
  return ca === undefined || ca === '' ? rest : { ...rest, ca };
}
