import { Check, Copy } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { Button, IconButton } from './button.tsx';
import { copyText } from './clipboard.ts';
import styles from './copy-button.module.css';
import { strings } from './strings.ts';
import { showToast } from './toast.tsx';

export interface CopyButtonProps {
  /** Called at the click, so that long texts are made only then. */
  readonly text: string | (() => string);
  /** What is copied, for the tooltip and screen readers: `Copy run path`. */
  readonly label?: string;
  /** Shows the words beside the icon. */
  readonly isLabelShown?: boolean;
  readonly size?: 'small' | 'medium';
  readonly className?: string | undefined;
}

/** Copies a text and says so by a tick for a moment. */
export function CopyButton({
  text,
  label = strings.copy,
  isLabelShown = false,
  size = 'small',
  className,
}: CopyButtonProps): ReactElement {
  const [isDone, setDone] = useState(false);
  const copy = (): void => {
    void copyText(typeof text === 'function' ? text() : text).then((isCopied) => {
      if (isCopied) setDone(true);
      else showToast(strings.copyFailed, { kind: 'error' });
    });
  };
  // The tick's own animation ends it: no timer to keep.
  const icon = isDone ? (
    <Check size={14} className={styles.done} onAnimationEnd={() => setDone(false)} aria-hidden />
  ) : (
    <Copy size={14} aria-hidden />
  );
  if (isLabelShown) {
    return (
      <Button size={size} icon={icon} onClick={copy} className={className}>
        {isDone ? strings.copied : label}
      </Button>
    );
  }
  return (
    <IconButton label={isDone ? strings.copied : label} size={size} onClick={copy} className={className}>
      {icon}
    </IconButton>
  );
}
