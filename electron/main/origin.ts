/** True when `url` belongs to the host the window shows; the only origin it may load from. */
export function isSameOrigin(url: string, address: string): boolean {
  return originOf(url) !== undefined && originOf(url) === originOf(address);
}

/** True for requests the window may make: the host's own origin, its event stream, and data made inside the page. */
export function isAllowedRequest(url: string, address: string | undefined): boolean {
  if (/^(data|blob|devtools):/.test(url)) return true;
  return address !== undefined && isSameOrigin(url, address);
}

/** True for links that may be handed to the person's browser or mail program. Nothing else ever leaves the window. */
export function isWebLink(url: string): boolean {
  const parsed = parse(url);
  if (parsed === undefined || parsed.username !== '' || parsed.password !== '') return false;
  return parsed.protocol === 'https:' || parsed.protocol === 'mailto:';
}

function originOf(url: string): string | undefined {
  const parsed = parse(url);
  return parsed === undefined || parsed.origin === 'null' ? undefined : parsed.origin;
}

function parse(url: string): URL | undefined {
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
}
