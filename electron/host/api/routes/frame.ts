import type { FastifyInstance } from 'fastify';

/**
 * What may happen inside a frame of logged content: its own scripts and styles, and pictures and sounds that it carries
 * with it. No origin of its own (so no storage and no access to us), no network, no frames, forms, popups or navigation.
 * That a frame cannot leave for another address is the rule of the page around it (`frame-src`).
 */
const FRAME_POLICY = [
  'sandbox allow-scripts',
  "default-src 'none'",
  "script-src 'unsafe-inline' 'unsafe-eval' data: blob:",
  "style-src 'unsafe-inline' data: blob:",
  'img-src data: blob:',
  'media-src data: blob:',
  'font-src data: blob:',
  'worker-src blob: data:',
  'connect-src data: blob:',
  "frame-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ');

const NO_FEATURES =
  'accelerometer=(), autoplay=(self), camera=(), clipboard-read=(), clipboard-write=(), display-capture=(), ' +
  'encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), local-fonts=(), ' +
  'microphone=(), midi=(), payment=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), usb=(), ' +
  'xr-spatial-tracking=()';

// The first message of the page around it brings the document; until then there is nothing here that could be attacked.
const FRAME_PAGE = `<!doctype html><meta charset="utf-8"><title>Logged content</title><script>
addEventListener('message', function start(event) {
  if (event.source !== parent || typeof event.data !== 'object' || event.data === null) return;
  removeEventListener('message', start);
  document.open();
  document.write(event.data.page);
  document.close();
});
parent.postMessage({ kind: 'ready' }, '*');
</script>`;

/**
 * `GET /api/frame`: an empty page in which the interface shows logged HTML and figures. It holds no data and is the same
 * for all; the interface sends the document by message, so that logged content never has an address in our origin.
 */
export function registerFrameRoute(app: FastifyInstance): void {
  app.get('/api/frame', { config: { access: 'open' } }, async (_request, reply) =>
    reply
      .headers({
        'Content-Security-Policy': FRAME_POLICY,
        'Permissions-Policy': NO_FEATURES,
        'X-DNS-Prefetch-Control': 'off',
        'Referrer-Policy': 'no-referrer',
        'Cache-Control': 'no-cache',
      })
      .type('text/html; charset=utf-8')
      .send(FRAME_PAGE),
  );
}
