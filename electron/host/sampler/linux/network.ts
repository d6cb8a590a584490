import { Rates } from '../rates.ts';
import { missing, type Probe, type ProbeWorld, type Reading } from '../types.ts';
import { textOf } from './read.ts';

/** The machine talking to itself, and the inner ends of containers and bridges, which count the same bytes again. */
const INNER = /^(lo|veth|docker|br-|virbr|vnet|tap|ifb|dummy|cni|flannel|cali|bonding_masters|sit|ip6tnl|tunl)/;

/** Bytes received and sent since boot, by key, of `/proc/net/dev`. */
export function parseNetDev(text: string): Map<string, number> {
  const counters = new Map<string, number>();
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    if (colon < 0) continue;
    const name = line.slice(0, colon).trim();
    const fields = line
      .slice(colon + 1)
      .trim()
      .split(/\s+/)
      .map(Number);
    const [received, sent] = [fields[0], fields[8]];
    if (INNER.test(name) || received === undefined || sent === undefined || !Number.isFinite(received + sent)) continue;
    counters.set(`network.received:${name}`, received);
    counters.set(`network.sent:${name}`, sent);
  }
  return counters;
}

/** Bytes a second over the network, for each interface that has ever sent or received any. */
export function networkProbe(world: ProbeWorld): Probe {
  const rates = new Rates();
  return {
    id: 'network',
    title: 'Network',
    async measure(): Promise<Reading> {
      const text = await textOf(`${world.root}/proc/net/dev`);
      if (text === undefined) return missing('/proc/net/dev cannot be read');
      const counters = new Map([...parseNetDev(text)].filter(([, bytes]) => bytes > 0));
      if (counters.size === 0) return missing('No network interface but the machine’s own loop');
      const all = rates.next(counters, world.monotonic());
      return { kind: 'values', values: Object.fromEntries([...all].map(([key, rate]) => [key, Math.round(rate)])) };
    },
  };
}
