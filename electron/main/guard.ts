import type { Session, WebContents } from 'electron';
import { isAllowedRequest, isSameOrigin, isWebLink } from './origin.ts';

/** What a page may have from the system; everything else is refused without asking. */
const GRANTED = new Set(['clipboard-sanitized-write', 'notifications', 'fullscreen']);

interface GuardOptions {
  /** Address of the host; undefined while there is none. */
  readonly address: () => string | undefined;
  /** Told each address that the page asked for in vain. */
  readonly onRefused: (url: string) => void;
}

/** Locks a session to the host's origin: no other requests, no permissions beyond GRANTED, no dictionary downloads. */
export function guardSession(session: Session, options: GuardOptions): void {
  session.webRequest.onBeforeRequest((details, decide) => {
    const isAllowed = isAllowedRequest(details.url, options.address());
    if (!isAllowed) options.onRefused(details.url);
    decide({ cancel: !isAllowed });
  });
  const mayHave = (url: string | undefined, permission: string): boolean => {
    const address = options.address();
    return url !== undefined && address !== undefined && isSameOrigin(url, address) && GRANTED.has(permission);
  };
  session.setPermissionRequestHandler((contents, permission, decide) => decide(mayHave(contents.getURL(), permission)));
  session.setPermissionCheckHandler((_, permission, origin) => mayHave(origin, permission));
  session.setSpellCheckerEnabled(false);
  // Never a proxy: the host is on this machine, and a proxy would see what is logged.
  void session.setProxy({ mode: 'direct' });
  session.on('will-download', (event, item) => {
    if (!isAllowedRequest(item.getURL(), options.address())) event.preventDefault();
  });
}

interface NavigationOptions {
  readonly address: () => string | undefined;
  /** Links that only the shell understands; true when it took the link. */
  readonly onShellLink: (url: string) => boolean;
  readonly openExternal: (url: string) => void;
}

/** Keeps a window on the host's origin. Web and mail links go to the person's browser, new windows never open. */
export function guardNavigation(contents: WebContents, options: NavigationOptions): void {
  const onNavigate = (event: { preventDefault(): void }, url: string): void => {
    const address = options.address();
    if (address !== undefined && isSameOrigin(url, address)) return;
    event.preventDefault();
    if (!options.onShellLink(url) && isWebLink(url)) options.openExternal(url);
  };
  contents.on('will-navigate', onNavigate);
  contents.on('will-redirect', (event, url) => onNavigate(event, url));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (isWebLink(url)) options.openExternal(url);
    return { action: 'deny' };
  });
}
