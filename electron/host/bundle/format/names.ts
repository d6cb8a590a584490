const MOST_BYTES = 1024;
const MOST_PART_BYTES = 200;
/** Names that Windows keeps for devices, whatever follows the point. */
const DEVICE = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;

/**
 * Why a path must not stand in a bundle; undefined when it may: relative, `/` between its parts, and a file of its own
 * on every system that the bundle may be unpacked on.
 */
export function nameFault(path: string): string | undefined {
  if (path === '') return 'it is empty';
  if (path !== path.normalize('NFC')) return 'its letters are not in the one form (NFC)';
  if (Buffer.byteLength(path) > MOST_BYTES) return `it has more than ${MOST_BYTES} bytes`;
  if (path.startsWith('/')) return 'it starts at the root of the disk';
  for (const part of path.split('/')) {
    if (part === '' || part === '.') return 'a part of it is empty';
    if (part === '..') return 'it leaves the bundle';
    if (Buffer.byteLength(part) > MOST_PART_BYTES) return 'a part of it is too long';
    // Colons name drives and streams, backslashes are separators elsewhere.
    if (/[\\:*?"<>|]/.test(part) || hasControl(part)) return 'it holds a character that not every system allows';
    if (/[. ]$/.test(part)) return 'a part of it ends with a point or a blank';
    if (DEVICE.test(part)) return 'it names a device';
  }
  return undefined;
}

/** Gives each name a path that no other has, also where capital and small letters are the same. */
export class NameSet {
  readonly #files = new Set<string>();
  readonly #folders = new Set<string>();

  /** Takes a path; why it cannot stand beside those before it, or undefined. */
  add(path: string): string | undefined {
    const key = path.toLowerCase();
    if (this.#files.has(key) || this.#folders.has(key)) return 'another file has the same name';
    const parts = key.split('/');
    const above = parts.slice(1).map((_, i) => parts.slice(0, i + 1).join('/'));
    if (above.some((folder) => this.#files.has(folder))) return 'a file has the name of its folder';
    this.#files.add(key);
    for (const folder of above) this.#folders.add(folder);
    return undefined;
  }
}

/** Part of a path for a name that scripts chose freely. */
export function safePart(name: string): string {
  const plain = name
    .replaceAll(/[^A-Za-z0-9._-]/g, '_')
    .slice(0, 64)
    .replace(/[. ]+$/, '_');
  return plain === '' || DEVICE.test(plain) || plain.startsWith('.') ? `_${plain}` : plain;
}

function hasControl(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
}
