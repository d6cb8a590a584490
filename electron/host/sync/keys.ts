import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readState, writeState } from './state-file.ts';

/** What of a remote is secret. */
export interface Secret {
  readonly key: string;
  readonly proxyPassword?: string;
}

/** Base64 of nonce, tag and text, AES-256-GCM; or as it is, in a file that only this user may read. */
type Kept = { readonly sealed: string } | { readonly plain: Secret };

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** The secrets of remotes by id, in one file (mode 0600); sealed where the window's safe storage gave a key for it. */
export class KeyRing {
  readonly #path: string;
  readonly #kept: Record<string, Kept>;
  #vault: Buffer | undefined;

  /** `onDamage`: the file could not be read and is begun anew. Errors: those of the file system. */
  constructor(path: string, onDamage: () => void) {
    this.#path = path;
    let kept: Record<string, Kept> | undefined;
    try {
      kept = readState(path);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      onDamage();
    }
    // What is no entry of this form cannot be of use: its remote is asked for its key again.
    const entries = Object.entries(kept ?? {}).filter(([, one]) => typeof one === 'object');
    this.#kept = Object.fromEntries(entries);
  }

  /** Undefined when there is none, or when it is sealed and nobody has brought the key. */
  get(id: number): Secret | undefined {
    const kept = this.#kept[id];
    if (kept === undefined) return undefined;
    return 'plain' in kept ? kept.plain : this.#opened(id, kept.sealed);
  }

  /** `system`: sealed with a key that the system's safe storage holds; `locked`: and that key is not here. */
  placeOf(id: number): 'file' | 'system' | 'locked' {
    const kept = this.#kept[id];
    if (kept === undefined || 'plain' in kept) return 'file';
    return this.#opened(id, kept.sealed) === undefined ? 'locked' : 'system';
  }

  set(id: number, secret: Secret): void {
    this.#kept[id] = this.#sealed(id, secret);
    writeState(this.#path, this.#kept);
  }

  delete(id: number): void {
    delete this.#kept[id];
    writeState(this.#path, this.#kept);
  }

  /** New secrets are sealed. */
  get isUnlocked(): boolean {
    return this.#vault !== undefined;
  }

  /** Takes the key (32 bytes) by which secrets are sealed from now on, and seals those that lie open. */
  unlock(vault: Buffer): void {
    this.#vault = vault;
    const open = Object.entries(this.#kept).filter(([, kept]) => 'plain' in kept);
    if (open.length === 0) return;
    for (const [id, kept] of open) if ('plain' in kept) this.#kept[id] = this.#sealed(Number(id), kept.plain);
    writeState(this.#path, this.#kept);
  }

  #sealed(id: number, secret: Secret): Kept {
    if (this.#vault === undefined) return { plain: secret };
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#vault, nonce).setAAD(Buffer.from(String(id)));
    const text = Buffer.concat([cipher.update(JSON.stringify(secret)), cipher.final()]);
    return { sealed: Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64') };
  }

  #opened(id: number, sealed: string): Secret | undefined {
    if (this.#vault === undefined) return undefined;
    const bytes = Buffer.from(sealed, 'base64');
    const nonce = bytes.subarray(0, NONCE_BYTES);
    const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.#vault, nonce).setAAD(Buffer.from(String(id)));
      decipher.setAuthTag(tag);
      const text = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
      return JSON.parse(text.toString()) as Secret;
    } catch {
      // Sealed with another key: a folder from another machine, or a keyring that was begun anew.
      return undefined;
    }
  }
}
