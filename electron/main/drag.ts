import { createWriteStream, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type NativeImage, net, type WebContents } from 'electron';
import { safeName, servedFile } from './drag-paths.ts';

/** A file of the host on this disk. */
interface Fetched {
  readonly file: string;
  /** What the host called its bytes. */
  readonly etag: string | undefined;
}

/**
 * Files of the host that can be dragged out of a window. The system drags only what lies on the disk under its own name,
 * and only while the button is held: so a file is fetched when the button goes down, and dragged if it has come by then.
 */
export class DragFiles {
  readonly #address: () => string | undefined;
  readonly #icon: NativeImage;
  #folder: string | undefined;
  #count = 0;
  readonly #ready = new Map<string, Fetched>();
  readonly #underWay = new Map<string, Promise<void>>();

  constructor(address: () => string | undefined, icon: NativeImage) {
    this.#address = address;
    this.#icon = icon;
  }

  /**
   * Fetches what the host serves below `/files/`, unless what is here has the same bytes. Rejects for anything else, and
   * when the host does not give it.
   */
  async prepare(contents: WebContents, path: unknown, name: unknown): Promise<void> {
    const url = servedFile(path, this.#address());
    if (url === undefined || typeof name !== 'string') throw new Error('not a file of the host');
    let work = this.#underWay.get(url);
    if (work === undefined) {
      work = this.#fetch(contents, url, safeName(name)).finally(() => this.#underWay.delete(url));
      this.#underWay.set(url, work);
    }
    await work;
  }

  /** Hands a prepared file to the system's drag, which begins at once. */
  start(contents: WebContents, path: unknown): void {
    const url = servedFile(path, this.#address());
    const file = url === undefined ? undefined : this.#ready.get(url)?.file;
    if (file !== undefined && existsSync(file)) contents.startDrag({ file, icon: this.#icon });
  }

  /** Removes what was fetched. */
  close(): void {
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
  }

  async #fetch(contents: WebContents, url: string, name: string): Promise<void> {
    const before = this.#ready.get(url);
    const known = before !== undefined && existsSync(before.file) ? before : undefined;
    // Until the host has said that they are still the same, its bytes are not dragged.
    this.#ready.delete(url);
    this.#folder ??= mkdtempSync(join(tmpdir(), 'taffrail-drag-'));
    this.#count += 1;
    // A folder of its own each time: whoever was given the earlier file may still be reading it.
    const place = join(this.#folder, String(this.#count));
    const part = `${place}.part`;
    try {
      const got = await download(contents, url, known, part);
      if (got === known) {
        this.#ready.set(url, got);
        return;
      }
      const file = join(place, name);
      mkdirSync(place);
      renameSync(part, file);
      this.#ready.set(url, { ...got, file });
    } finally {
      rmSync(part, { force: true });
    }
  }
}

/** Through the window's own session, whose cookie the host may ask for. Resolves to `known` where the host has the same. */
function download(contents: WebContents, url: string, known: Fetched | undefined, file: string): Promise<Fetched> {
  return new Promise((resolve, reject) => {
    const request = net.request({ url, session: contents.session, useSessionCookies: true });
    if (known?.etag !== undefined) request.setHeader('If-None-Match', known.etag);
    const giveUp = (error: unknown): void => {
      request.abort();
      reject(error instanceof Error ? error : new Error(String(error)));
    };
    request.on('error', reject);
    request.on('response', (response) => {
      const { statusCode, headers } = response;
      if (statusCode === 304 && known !== undefined) {
        request.abort();
        resolve(known);
      } else if (statusCode === 200) {
        const etag = [headers['etag'] ?? []].flat()[0];
        // Electron's types do not tell that it is a stream.
        const body = response as unknown as Readable;
        pipeline(body, createWriteStream(file, { mode: 0o600 })).then(() => resolve({ file, etag }), giveUp);
      } else giveUp(new Error(`status ${statusCode}`));
    });
    request.end();
  });
}
