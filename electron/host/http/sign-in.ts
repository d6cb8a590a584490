import type { FastifyInstance, FastifyReply } from 'fastify';
import type { HostContext } from '#host/base';
import { Problem } from '#shared/errors';
import { isSameSecret, makeSessionToken, SESSION_LIFE_MS, sessionCookieName } from './keys.ts';
import { sendPage } from './pages.ts';
import { signInPage } from './plain-pages.ts';

const MAX_BODY_BYTES = 4096;
const FORM = 'application/x-www-form-urlencoded';

/**
 * `POST /api/sign-in`: the API key in, a session cookie out. Programs and the renderer send JSON `{"key"}` and get
 * `{"ok":true}`; the plain sign-in page sends a form and is sent on to its `next` address.
 * `POST /api/sign-out` ends the session of this browser.
 */
export function registerSignIn(app: FastifyInstance, host: HostContext): void {
  const options = { config: { access: 'open' }, bodyLimit: MAX_BODY_BYTES } as const;
  // The form parser is for this room's two routes only: everywhere else a form is not understood.
  void app.register(async (scope) => {
    scope.addContentTypeParser(FORM, { parseAs: 'string' }, (_request, body, done) => {
      done(null, Object.fromEntries(new URLSearchParams(String(body))));
    });
    scope.post('/api/sign-in', options, async (request, reply) => {
      const { key, next } = fieldsOf(request.body);
      const isForm = request.headers['content-type']?.startsWith(FORM) ?? false;
      const problem = refusalFor(key, host.apiKey);
      if (problem === undefined) {
        setCookie(reply, host, makeSessionToken(host, host.clock.now()), request.baseUrl.startsWith('https:'));
        return isForm ? reply.redirect(localAddress(next), 303) : reply.send({ ok: true });
      }
      if (!isForm) throw problem;
      return sendPage(reply.code(401), signInPage({ next: localAddress(next), message: problem.message }));
    });
    scope.post('/api/sign-out', options, async (request, reply) => {
      setCookie(reply, host, '', request.baseUrl.startsWith('https:'));
      return reply.send({ ok: true });
    });
  });
}

function refusalFor(key: string | undefined, apiKey: string): Problem | undefined {
  if (key === undefined || key === '') return new Problem('auth.key-missing');
  return isSameSecret(key.trim(), apiKey) ? undefined : new Problem('auth.key-wrong');
}

function fieldsOf(body: unknown): { readonly key: string | undefined; readonly next: string | undefined } {
  const fields = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  return { key: text(fields.key), next: text(fields.next) };
}

/** Only a path on this host: `//elsewhere` and `/\elsewhere` are other hosts to a browser. */
function localAddress(next: string | undefined): string {
  const isLocal = next !== undefined && /^\/(?![/\\])[\x21-\x7e]*$/.test(next) && !next.includes('\\');
  return isLocal ? next : '/';
}

function setCookie(reply: FastifyReply, host: HostContext, value: string, isSecure: boolean): void {
  const maxAgeSeconds = value === '' ? 0 : Math.floor(SESSION_LIFE_MS / 1000);
  const parts = [
    `${sessionCookieName(host)}=${value}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Strict',
    `Max-Age=${maxAgeSeconds}`,
  ];
  reply.header('Set-Cookie', [...parts, ...(isSecure ? ['Secure'] : [])].join('; '));
}
