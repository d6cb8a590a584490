import { BlockList, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Clock } from '#host/base';

/** Networks come and go without a word to programs. */
const LOOK_EVERY_MS = 5000;
const MOST_NAME_CHARS = 100;

type Interfaces = ReturnType<typeof networkInterfaces>;

/**
 * Which networks this machine is on, as far as everybody may know: an address of its own within a subnet, or an
 * interface with an address.
 */
export class Networks {
  readonly #interfaces: () => Interfaces;
  #wanted: () => readonly string[] = () => [];
  #known = new Map<string, boolean>();

  constructor(interfaces: () => Interfaces = networkInterfaces) {
    this.#interfaces = interfaces;
  }

  /** Looks again and again at those that are `wanted`, and says when one has come or gone. Returns what ends it. */
  watch(clock: Pick<Clock, 'every'>, wanted: () => readonly string[], onChange: () => void): () => void {
    this.#wanted = wanted;
    return clock.every(LOOK_EVERY_MS, () => {
      const names = this.#wanted();
      if (names.length === 0) return;
      const before = this.#known;
      this.#look(names);
      if (names.some((name) => before.get(name) !== this.#known.get(name))) onChange();
    });
  }

  /** True where a remote may be reached that is limited to this network, or to none. As of the last look. */
  isOn(network: string | undefined): boolean {
    if (network === undefined) return true;
    if (!this.#known.has(network)) this.#look([...this.#wanted(), network]);
    return this.#known.get(network) === true;
  }

  #look(names: readonly string[]): void {
    const interfaces = this.#interfaces();
    this.#known = new Map(names.map((name) => [name, holds(name, interfaces)]));
  }
}

/** Why a text names no network; undefined when it does. */
export function networkFault(network: string): string | undefined {
  const [address = '', bits, ...more] = network.split('/');
  if (bits === undefined) {
    if (isIP(address) !== 0) return `say how many of its bits count: ${address}/${isIP(address) === 4 ? 24 : 64}`;
    return network.length > MOST_NAME_CHARS ? 'that is too long for the name of an interface' : undefined;
  }
  const most = isIP(address) === 4 ? 32 : 128;
  const isGood = more.length === 0 && isIP(address) !== 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= most;
  return isGood ? undefined : 'a subnet is written as 10.2.0.0/16 or fd00::/8';
}

function holds(network: string, interfaces: Interfaces): boolean {
  const [address = '', bits] = network.split('/');
  if (bits === undefined) return (interfaces[network] ?? []).length > 0;
  const subnet = new BlockList();
  const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
  subnet.addSubnet(address, Number(bits), family);
  return Object.values(interfaces).some((own = []) =>
    own.some((one) => one.family.toLowerCase() === family && subnet.check(one.address, family)),
  );
}
