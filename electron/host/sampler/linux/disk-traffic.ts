import { Rates } from '../rates.ts';
import { missing, type Probe, type ProbeWorld, type Reading } from '../types.ts';
import { textOf } from './read.ts';

/** The kernel counts in sectors of 512 bytes whatever the disk's own are (Documentation/admin-guide/iostats). */
const SECTOR_BYTES = 512;
/** Whole disks; partitions and mapped volumes would count the same bytes again. */
const WHOLE_DISK = /^(sd[a-z]+|hd[a-z]+|vd[a-z]+|xvd[a-z]+|nvme\d+n\d+|mmcblk\d+|pmem\d+|dasd[a-z]+)$/;

/** Bytes read and written since boot, by key, of `/proc/diskstats`. */
export function parseDiskstats(text: string): Map<string, number> {
  const counters = new Map<string, number>();
  for (const line of text.split('\n')) {
    const [, , name = '', ...fields] = line.trim().split(/\s+/);
    if (!WHOLE_DISK.test(name)) continue;
    const read = Number(fields[2]);
    const written = Number(fields[6]);
    if (Number.isFinite(read)) counters.set(`disk.read:${name}`, read * SECTOR_BYTES);
    if (Number.isFinite(written)) counters.set(`disk.write:${name}`, written * SECTOR_BYTES);
  }
  return counters;
}

/** Bytes a second to and from disks. */
export function diskTrafficProbe(world: ProbeWorld): Probe {
  const rates = new Rates();
  return {
    id: 'disk-traffic',
    title: 'Disk traffic',
    async measure(): Promise<Reading> {
      const text = await textOf(`${world.root}/proc/diskstats`);
      if (text === undefined) return missing('/proc/diskstats cannot be read');
      const counters = parseDiskstats(text);
      if (counters.size === 0) return missing('No disk is seen from here, as in many containers');
      const all = rates.next(counters, world.monotonic());
      return { kind: 'values', values: Object.fromEntries([...all].map(([key, rate]) => [key, Math.round(rate)])) };
    },
  };
}
