import { isIP } from 'node:net';

/** By which names and from which pages this host may be used. */
export interface HostRules {
  /** The address the server listens on, as the user gave it. */
  readonly bindHost: string;
  /** The machine's own name; good only when the server listens beyond loopback. */
  readonly machineName: string;
  readonly extraHosts: readonly string[];
  readonly extraOrigins: readonly string[];
}

/** True for names and addresses that never leave this machine. Brackets of IPv6 may be there or not. */
export function isLoopbackHost(host: string): boolean {
  const name = bare(host);
  if (name === 'localhost' || name.endsWith('.localhost') || name === '::1') return true;
  const v4 = name.startsWith('::ffff:') ? name.slice(7) : name;
  return isIP(v4) === 4 && v4.startsWith('127.');
}

/** The name part of a Host header, lower case; undefined when the header is missing or not `name[:port]`. */
export function hostName(header: string | undefined): string | undefined {
  const match = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i.exec(header ?? '');
  return match?.[1] === undefined ? undefined : bare(match[1]);
}

/**
 * Whether a request that calls us by this Host header may go on. A page of an attacker can point a name of its own at
 * our address (DNS rebinding), and then the browser sends that name here; an address or a name of ours it cannot send.
 */
export function isHostAllowed(header: string | undefined, rules: HostRules): boolean {
  const name = hostName(header);
  if (name === undefined) return false;
  if (isLoopbackHost(name) || name === bare(rules.bindHost)) return true;
  if (rules.extraHosts.some((host) => bare(host) === name)) return true;
  if (isLoopbackHost(rules.bindHost)) return false;
  const machine = rules.machineName.toLowerCase();
  // Beyond loopback any address will do (port forwarding, containers): only names can be rebound.
  return isIP(name) !== 0 || (machine !== '' && (name === machine || name === `${machine}.local`));
}

/** Whether the page at `origin` is one of ours: the same host and port as the request, or one that was named. */
export function isOriginAllowed(origin: string, hostHeader: string | undefined, rules: HostRules): boolean {
  if (rules.extraOrigins.includes(origin)) return true;
  const match = /^(https?):\/\/([^/?#]+)$/i.exec(origin);
  if (match?.[1] === undefined || match[2] === undefined) return false;
  const plain = (host: string): string =>
    host.toLowerCase().replace(match[1]?.toLowerCase() === 'https' ? /:443$/ : /:80$/, '');
  return plain(match[2]) === plain(hostHeader ?? '');
}

/**
 * Whether the browser says that another site's page caused the request. Requests without an Origin header (images,
 * scripts, links) are seen only here. Opening one of our addresses from a link elsewhere is allowed.
 */
export function isForeignFetch(method: string, headers: Readonly<Record<string, unknown>>): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== 'cross-site' && site !== 'same-site') return false;
  const isLink = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
  return !(isLink && (method === 'GET' || method === 'HEAD'));
}

function bare(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
}
