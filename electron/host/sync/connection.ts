import { X509Certificate } from 'node:crypto';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import * as tls from 'node:tls';
import { ConnectionError } from '#sdk/base';
import type { LinkOptions } from '#sdk/wire';
import type { SyncCertificate } from '#shared/api';
import { Problem } from '#shared/errors';

/** How a remote is reached, with what is secret. Never logged, never an answer. */
export interface Connection {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly proxyUrl?: string | undefined;
  readonly proxyLogin?: { readonly user: string; readonly password: string } | undefined;
  /** PEM text. */
  readonly ca?: string | undefined;
}

/** Node from which its agents know proxies. Source: Node's documentation of `http.Agent`, option `proxyEnv`. */
const PROXY_NODES = [
  [22, 21],
  [24, 5],
] as const;
const PEM = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/**
 * The agents of a connection that needs its own. Proxies are asked to pass on requests to http addresses and to tunnel
 * (CONNECT) those to https addresses. Errors: `sync.remote` where this Node knows no proxies.
 */
export function agentsOf({ proxyUrl, proxyLogin, ca }: Connection): LinkOptions['agents'] {
  if (proxyUrl === undefined && ca === undefined) return undefined;
  if (proxyUrl !== undefined && !knowsProxies(process.versions.node)) {
    const reason = `the Node that runs this host (${process.versions.node}) knows no proxies`;
    throw new Problem('sync.remote', { field: 'proxyUrl', reason });
  }
  const proxy = proxyUrl === undefined ? undefined : proxyWithLogin(proxyUrl, proxyLogin);
  const common = {
    keepAlive: true,
    ...(proxy === undefined ? {} : { proxyEnv: { HTTP_PROXY: proxy, HTTPS_PROXY: proxy } }),
  };
  // A list of one's own stands in the place of Node's: what the system trusts must be in it too.
  const trusted = ca === undefined ? {} : { ca: [...knownCertificates(), ca] };
  return { http: new HttpAgent(common), https: new HttpsAgent({ ...common, ...trusted }) };
}

/** What each certificate of a PEM text says. Errors: `sync.remote` of the field `ca`. */
export function readCertificates(pem: string): SyncCertificate[] {
  const found = pem.match(PEM) ?? [];
  if (found.length === 0) {
    const reason = 'it holds no certificate; a PEM file begins with -----BEGIN CERTIFICATE-----';
    throw new Problem('sync.remote', { field: 'ca', reason });
  }
  return found.map((text, i) => {
    try {
      const { subject, validToDate } = new X509Certificate(text);
      return { subject: subject.split('\n').reverse().join(', '), validTo: validToDate.getTime() };
    } catch (error) {
      const reason = `certificate ${i + 1} cannot be read: ${error instanceof Error ? error.message : String(error)}`;
      throw new Problem('sync.remote', { field: 'ca', reason }, { cause: error });
    }
  });
}

/** What is wrong with the way to a remote itself, so that waiting does not help. */
export interface WayFault {
  readonly field: 'baseUrl' | 'ca' | 'proxyUrl' | 'proxyUser';
  readonly reason: string;
}

/** Undefined for what may pass by itself, and for what is no fault of the way. */
export function wayFaultOf(error: unknown): WayFault | undefined {
  if (!(error instanceof ConnectionError)) return undefined;
  if (error.status === 407) return PROXY_LOGIN;
  for (let cause: unknown = error.cause; cause instanceof Error; cause = cause.cause) {
    const code = 'code' in cause ? String(cause.code) : '';
    const fault = CERTIFICATE_FAULTS.get(code);
    if (fault !== undefined) return fault;
    if (code === 'ERR_PROXY_TUNNEL') return tunnelFault(cause);
    if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) {
      return { field: 'baseUrl', reason: 'no encrypted connection can be made; is it an http:// address?' };
    }
  }
  return undefined;
}

const PROXY_LOGIN: WayFault = { field: 'proxyUser', reason: 'the proxy asks for a user and a password that are right' };

const SELF_SIGNED: WayFault = {
  field: 'ca',
  reason: 'its certificate is signed by itself; if it is the right server, give its certificate here',
};
const UNKNOWN_ISSUER: WayFault = {
  field: 'ca',
  reason: 'nobody whom this machine trusts has signed its certificate; give that of the authority which did',
};

/** Source: Node's documentation of TLS, "X509 certificate error codes". */
const CERTIFICATE_FAULTS: ReadonlyMap<string, WayFault> = new Map<string, WayFault>([
  ['DEPTH_ZERO_SELF_SIGNED_CERT', SELF_SIGNED],
  ['SELF_SIGNED_CERT_IN_CHAIN', SELF_SIGNED],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', UNKNOWN_ISSUER],
  ['UNABLE_TO_GET_ISSUER_CERT', UNKNOWN_ISSUER],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', UNKNOWN_ISSUER],
  ['CERT_HAS_EXPIRED', { field: 'baseUrl', reason: 'its certificate has expired, or the clock here is wrong' }],
  ['CERT_NOT_YET_VALID', { field: 'baseUrl', reason: 'its certificate is not valid yet, or the clock here is behind' }],
  ['CERT_REVOKED', { field: 'baseUrl', reason: 'its certificate was revoked' }],
  ['ERR_TLS_CERT_ALTNAME_INVALID', { field: 'baseUrl', reason: 'its certificate is for another name' }],
]);

function tunnelFault(error: Error): WayFault | undefined {
  const status = 'statusCode' in error ? Number(error.statusCode) : Number.NaN;
  if (status === 407) return PROXY_LOGIN;
  // A gateway that cannot reach the far side now may do so later.
  if (!(status >= 400 && status < 500)) return undefined;
  return { field: 'proxyUrl', reason: `the proxy does not let requests through to this address (status ${status})` };
}

function knowsProxies(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 24 || PROXY_NODES.some(([line, least]) => line === major && minor >= least);
}

function proxyWithLogin(proxyUrl: string, login: Connection['proxyLogin']): string {
  if (login === undefined) return proxyUrl;
  const url = new URL(proxyUrl);
  url.username = encodeURIComponent(login.user);
  url.password = encodeURIComponent(login.password);
  return url.href;
}

/** What Node trusts, and what the system does where this Node can ask it (from 22.15 on). */
function knownCertificates(): readonly string[] {
  const { getCACertificates: list } = tls as Partial<typeof tls>;
  if (list === undefined) return tls.rootCertificates;
  try {
    return [...list('default'), ...list('system')];
  } catch {
    // A machine without a list of its own trusts what Node trusts.
    return list('default');
  }
}
