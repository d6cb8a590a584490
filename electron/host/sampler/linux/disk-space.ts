import { statfs } from 'node:fs/promises';
import type { MachineDisk } from '#shared/api';
import { rounded } from '../rates.ts';
import { missing, type Probe, type ProbeWorld, type Reading } from '../types.ts';
import { textOf } from './read.ts';

/** File systems that hold files of people on a disk of this machine. Shares of a network can hang and are left out. */
const KINDS = new Set([
  'ext2',
  'ext3',
  'ext4',
  'xfs',
  'btrfs',
  'zfs',
  'f2fs',
  'bcachefs',
  'overlay',
  'vfat',
  'exfat',
  'ntfs3',
  'ntfs',
  'fuseblk',
  'apfs',
  'hfsplus',
  'reiserfs',
  'jfs',
]);
/** A container sees dozens of mounts of the same disk; more than these tell nothing new. */
const MOST_DISKS = 12;

interface Mount {
  readonly device: string;
  readonly mount: string;
}

/** Mounts of `/proc/self/mountinfo`, one for each device: the one with the shortest path. Boot and image mounts are left out. */
export function parseMounts(text: string): Mount[] {
  const byDevice = new Map<string, Mount>();
  for (const line of text.split('\n')) {
    const [head = '', tail = ''] = line.split(' - ', 2);
    const fields = head.split(' ');
    const [kind = '', device = ''] = tail.split(' ');
    const number = fields[2] ?? '';
    const mount = unescaped(fields[4] ?? '');
    if (!KINDS.has(kind) || mount === '' || /^\/(boot|snap|proc|sys|dev|run)(\/|$)/.test(mount)) continue;
    const known = byDevice.get(number);
    if (known === undefined || mount.length < known.mount.length) byDevice.set(number, { device, mount });
  }
  // Files that a container runtime mounts one by one (hosts, resolv.conf) lie on a disk that is seen elsewhere.
  return [...byDevice.values()]
    .filter(({ mount }) => !mount.startsWith('/etc/'))
    .toSorted((a, b) => (a.mount < b.mount ? -1 : 1))
    .slice(0, MOST_DISKS);
}

/** How full the disks are. */
export function diskSpaceProbe(world: ProbeWorld): Probe {
  return {
    id: 'disks',
    title: 'Disk space',
    leastEveryMs: 10_000,
    async measure(): Promise<Reading> {
      const mounts = parseMounts((await textOf(`${world.root}/proc/self/mountinfo`)) ?? '');
      const values: Record<string, number> = {};
      const disks: MachineDisk[] = [];
      for (const { device, mount } of mounts) {
        const space = await statfs(mount).catch(() => undefined);
        if (space === undefined || space.blocks === 0) continue;
        const sizeBytes = space.blocks * space.bsize;
        const used = (space.blocks - space.bfree) * space.bsize;
        // As `df` counts: what is kept for the administrator is no room for anybody else.
        const usable = used + space.bavail * space.bsize;
        disks.push({ mount, device, sizeBytes });
        values[`disk:${mount}`] = rounded(usable === 0 ? 100 : (used / usable) * 100, 2);
        values[`disk.used:${mount}`] = used;
      }
      return disks.length === 0
        ? missing('No local disk is mounted here')
        : { kind: 'values', values, facts: { disks } };
    },
  };
}

/** Spaces and the like stand as octal numbers there. */
function unescaped(text: string): string {
  return text.replace(/\\(\d{3})/g, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 8)));
}
