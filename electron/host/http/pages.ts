import { open, type FileHandle } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '#shared/errors';
import { PAGE_HEADERS } from './headers.ts';
import type { Finding } from './identify.ts';
import { messagePage, signInPage } from './plain-pages.ts';

// First path segments that belong to programs; an unknown path under them is an error and not a page of the app.
const RESERVED = new Set(['api', 'graphql', 'files', 'sdk', 'assets', 'artifacts', 'artifactsV2', 'storage']);

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.wasm': 'application/wasm',
};

export interface PageOptions {
  readonly rendererDir: string | undefined;
  identify(request: FastifyRequest): Promise<Finding>;
}

/**
 * Serves the built renderer: its files by name, and `index.html` for every other page address, because the renderer
 * routes by itself. Pages hold no data, so that they need no key; without one the sign-in page is shown instead.
 */
export function registerPages(app: FastifyInstance, options: PageOptions): void {
  app.get('/*', { config: { access: 'open' } }, async (request, reply) => {
    const path = decodePath(request);
    const [first = ''] = path.split('/', 1);
    const asset = await readAsset(options.rendererDir, path);
    if (asset !== undefined) return sendAsset(reply, path, asset);
    if (RESERVED.has(first)) throw new Problem('route.unknown', { method: request.method, path: `/${path}` });
    const { identity } = await options.identify(request);
    if (identity.kind === 'anonymous') return sendPage(reply, signInPage({ next: request.url }));
    const index = await readAsset(options.rendererDir, 'index.html');
    return sendPage(reply, index ?? messagePage(NOT_BUILT));
  });
}

const NOT_BUILT = {
  title: 'Taffrail is running',
  lines: [
    'Runs can be logged to this address. The pages are not built yet:',
    'run "npm start" in the source folder, or "npm run dev" to work on them.',
  ],
};

/** Answers with a whole HTML page of ours, under the strict policy. */
export function sendPage(reply: FastifyReply, html: string | Buffer): FastifyReply {
  return reply.headers(PAGE_HEADERS).header('Cache-Control', 'no-cache').type('text/html; charset=utf-8').send(html);
}

function sendAsset(reply: FastifyReply, path: string, bytes: Buffer): FastifyReply {
  const extension = extname(path).toLowerCase();
  if (extension === '.html') return sendPage(reply, bytes);
  // Vite puts a hash of the content into every name under assets/.
  const cache = path.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
  // A worker is governed by the policy of its own script.
  if (extension === '.js') reply.headers(PAGE_HEADERS);
  return reply
    .header('Cache-Control', cache)
    .type(TYPES[extension] ?? 'application/octet-stream')
    .send(bytes);
}

async function readAsset(rendererDir: string | undefined, path: string): Promise<Buffer | undefined> {
  if (rendererDir === undefined || path === '' || !isPlainPath(path)) return undefined;
  let file: FileHandle;
  try {
    file = await open(join(rendererDir, ...path.split('/')), 'r');
  } catch {
    // No such file of the renderer, whatever the reason: the address is one of the app's pages.
    return undefined;
  }
  try {
    return (await file.stat()).isFile() ? await file.readFile() : undefined;
  } finally {
    await file.close();
  }
}

/** No empty, hidden or climbing segment, and nothing that this system reads as a separator. */
function isPlainPath(path: string): boolean {
  return path
    .split('/')
    .every((part) => part !== '' && !part.startsWith('.') && !part.includes(sep) && !/[\0:\\]/.test(part));
}

function decodePath(request: FastifyRequest): string {
  const raw = request.url.split('?', 1)[0] ?? '';
  try {
    return decodeURIComponent(raw.slice(1));
  } catch {
    throw new Problem('route.unknown', { method: request.method, path: raw });
  }
}
