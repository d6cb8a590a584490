import { createWriteStream, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type NativeImage, net, type WebContents } from 'electron';
import { safeName, servedFile } from './drag-paths.ts';

/**
 * Files of the host that can be dragged out of a window. The system drags only what lies on the disk under its own name,
 * and only while the button is held: so a file is fetched when the button goes down, and dragged if it has come by then.
 */
export class DragFiles {
  readonly #address: () => string | undefined;
  readonly #icon: NativeImage;
  #folder: string | undefined;
  #count = 0;
  readonly #ready = new Map<string, string>();

  constructor(address: () => string | undefined, icon: NativeImage) {
    this.#address = address;
    this.#icon = icon;
  }

  /** Fetches what the host serves below `/files/`. Rejects for anything else, and when the host does not give it. */
  async prepare(contents: WebContents, path: unknown, name: unknown): Promise<void> {
    const url = servedFile(path, this.#address());
    if (url === undefined || typeof name !== 'string') throw new Error('not a file of the host');
    if (this.#fileOf(url) !== undefined) return;
    this.#folder ??= mkdtempSync(join(tmpdir(), 'taffrail-drag-'));
    this.#count += 1;
    const place = join(this.#folder, String(this.#count));
    mkdirSync(place, { recursive: true });
    const file = join(place, safeName(name));
    await download(contents, url, `${file}.part`);
    renameSync(`${file}.part`, file);
    this.#ready.set(url, file);
  }

  /** Hands a prepared file to the system's drag, which begins at once. */
  start(contents: WebContents, path: unknown): void {
    const url = servedFile(path, this.#address());
    const file = url === undefined ? undefined : this.#fileOf(url);
    if (file !== undefined) contents.startDrag({ file, icon: this.#icon });
  }

  close(): void {
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
  }

  #fileOf(url: string): string | undefined {
    const file = this.#ready.get(url);
    return file !== undefined && existsSync(file) ? file : undefined;
  }
}

/** Through the window's own session, whose cookie the host may ask for. */
function download(contents: WebContents, url: string, file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = net.request({ url, session: contents.session, useSessionCookies: true });
    request.on('error', reject);
    request.on('response', (response) => {
      if (response.statusCode !== 200) {
        request.abort();
        reject(new Error(`status ${response.statusCode}`));
        return;
      }
      const sink = createWriteStream(file, { mode: 0o600 });
      sink.on('error', reject);
      sink.on('finish', () => resolve());
      response.on('data', (chunk) => void sink.write(chunk));
      response.on('error', reject);
      response.on('end', () => sink.end());
    });
    request.end();
  });
}
