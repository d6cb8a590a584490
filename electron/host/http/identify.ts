import type { FastifyRequest } from 'fastify';
import type { HostContext, Identity } from '#host/base';
import { Problem } from '#shared/errors';
import {
  hasKeyShape,
  isSameSecret,
  isSessionTokenValid,
  readCookie,
  readCredential,
  sessionCookieName,
} from './keys.ts';
import { linuxPeerUid, makePeerTrust, type PeerUid } from './peer.ts';

/** Who sent a request, and, when it is nobody, the refusal to give where a key is needed. */
export interface Finding {
  readonly identity: Identity;
  readonly refusal?: Problem;
}

const LOCAL_USER: Finding = { identity: { kind: 'local-user' } };
const KEY_HOLDER: Finding = { identity: { kind: 'key' } };

/** Proxies say by these for whom they ask; whose request it is cannot be told by the connection then. */
const FORWARDING_HEADERS = ['x-forwarded-for', 'forwarded', 'x-real-ip'] as const;

/**
 * Makes the function that finds out who sent a request. Unless `settings.requireKey` is set, a loopback peer of the same
 * operating-system user needs no key, and any key of the client's accepted shapes is good from it. From everybody else
 * the real key, or a session made from it, is wanted.
 */
export function makeIdentifier(
  host: HostContext,
  peerUid: PeerUid | undefined = process.platform === 'linux' ? linuxPeerUid : undefined,
): (request: FastifyRequest) => Promise<Finding> {
  const isTrustedPeer = makePeerTrust(peerUid, process.getuid?.());
  const cookieName = sessionCookieName(host);
  return async (request) => {
    const credential = readCredential(request.headers.authorization);
    const cookie = readCookie(request.headers.cookie, cookieName);
    const key =
      credential.kind === 'key' ? credential.key : credential.kind === 'bearer' ? credential.token : undefined;
    const isShapeGood = credential.kind === 'key' ? hasKeyShape(credential.key) : credential.kind !== 'unreadable';
    const mayBeLocal = !host.settings.requireKey && isShapeGood && !isForwarded(request);
    if (mayBeLocal && (await isTrustedPeer(request.raw.socket))) return LOCAL_USER;
    if (key !== undefined && isSameSecret(key, host.apiKey)) return KEY_HOLDER;
    if (credential.kind === 'none' && cookie !== undefined && isSessionTokenValid(cookie, host, host.clock.now())) {
      return KEY_HOLDER;
    }
    const refusal = new Problem(credential.kind === 'none' ? 'auth.key-missing' : 'auth.key-wrong');
    return { identity: { kind: 'anonymous' }, refusal };
  };
}

function isForwarded(request: FastifyRequest): boolean {
  return FORWARDING_HEADERS.some((name) => request.headers[name] !== undefined);
}
