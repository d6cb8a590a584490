import { basename } from 'node:path';

/** Letters of a name; file systems take 255 bytes. */
const MOST_NAME = 150;

/** The whole address of a path below `/files/` of the host; undefined for every other. */
export function servedFile(path: unknown, address: string | undefined): string | undefined {
  if (typeof path !== 'string' || address === undefined || !path.startsWith('/files/')) return undefined;
  const url = new URL(path, address);
  // Dots in a path are resolved by now: it may have left the folder.
  return url.origin === new URL(address).origin && url.pathname.startsWith('/files/') ? url.href : undefined;
}

/** A name without folders and letters that a file system does not take. */
export function safeName(name: string): string {
  const plain = basename(name.replaceAll('\\', '/')).replaceAll(/[\u0000-\u001f<>:"|?*]/g, '_');
  const short = plain.slice(-MOST_NAME).replace(/^\.+/, '');
  return short === '' ? 'file' : short;
}
