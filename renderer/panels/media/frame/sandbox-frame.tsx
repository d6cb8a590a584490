import { ExternalLink, ShieldAlert } from 'lucide-react';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { strings } from '../strings.ts';
import styles from './frame.module.css';
import { readFrameMessage } from './page.ts';

export interface SandboxFrameProps {
  /** The document, see page.ts. */
  readonly page: string;
  readonly title: string;
  /** Logged pages are made for white paper; figures of ours follow the theme. */
  readonly isPaper: boolean;
  readonly onFailed?: (reason: string) => void;
}

/**
 * Shows hostile content: an origin of its own that is nobody's, no network, no popups. It can only send messages, which
 * are read with care: what was blocked is said, and a link opens outside after a person agreed.
 */
export function SandboxFrame({ page, title, isPaper, onFailed }: SandboxFrameProps): ReactElement {
  const frame = useRef<HTMLIFrameElement>(null);
  const [blocked, setBlocked] = useState<readonly string[]>([]);
  const [link, setLink] = useState<string | undefined>(undefined);
  const failed = useRef(onFailed);
  useEffect(() => {
    failed.current = onFailed;
  });
  useEffect(() => {
    let isStarted = false;
    const hear = (event: MessageEvent): void => {
      const window = frame.current?.contentWindow;
      if (window === undefined || window === null || event.source !== window) return;
      const message = readFrameMessage(event.data);
      if (message?.kind === 'ready' && !isStarted) {
        isStarted = true;
        // The frame's origin is opaque, so that no narrower target can be named; the message holds only its own page.
        window.postMessage({ page }, '*');
      } else if (message?.kind === 'blocked') setBlocked((old) => withAddress(old, message.address));
      else if (message?.kind === 'open') setLink((old) => old ?? message.address);
      else if (message?.kind === 'failed') failed.current?.(message.reason);
    };
    addEventListener('message', hear);
    return () => removeEventListener('message', hear);
  }, [page]);
  return (
    <div className={styles.frame} data-paper={isPaper || undefined}>
      <iframe
        ref={frame}
        title={title}
        className={styles.window}
        src="/api/frame"
        sandbox="allow-scripts"
        allow=""
        referrerPolicy="no-referrer"
        loading="lazy"
      />
      {blocked.length === 0 ? undefined : (
        <span className={styles.blocked} title={blocked.join('\n')} role="note">
          <ShieldAlert size={12} aria-hidden />
          {strings.blocked(blocked.length)}
        </span>
      )}
      {link === undefined ? undefined : <LinkBar address={link} onClose={() => setLink(undefined)} />}
    </div>
  );
}

/** More kinds of blocked things than anyone reads. */
const MOST_BLOCKED = 50;

function withAddress(old: readonly string[], address: string): readonly string[] {
  return old.includes(address) || old.length >= MOST_BLOCKED ? old : [...old, address];
}

function LinkBar({ address, onClose }: { readonly address: string; readonly onClose: () => void }): ReactElement {
  return (
    <div className={styles.link} role="alertdialog" aria-label={strings.wantsOpen}>
      <span>{strings.wantsOpen}</span>
      <code title={address}>{address}</code>
      <a href={address} target="_blank" rel="noopener noreferrer" onClick={onClose}>
        <ExternalLink size={13} aria-hidden /> {strings.openLink}
      </a>
      <button type="button" onClick={onClose}>
        {strings.dismiss}
      </button>
    </div>
  );
}
