import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { useRef, useState, type ReactElement, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { cx } from './classes.ts';
import styles from './dialog.module.css';
import { TextField } from './field.tsx';
import { strings } from './strings.ts';

export interface DialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly children: ReactNode;
  /** Buttons at the foot, the main one last. */
  readonly actions?: ReactNode;
  /** `full`: as much of the window as helps, for what is edited beside its picture. */
  readonly width?: 'normal' | 'wide' | 'full';
  /** For what is read rather than filled in: no control has the focus at first, whose tip would take the first Escape. */
  readonly isToRead?: boolean;
}

/** A modal dialog: traps the focus, Escape and a click outside close it, the focus goes back where it was. */
export function Dialog(props: DialogProps): ReactElement {
  const { isOpen, onClose, title, children, actions, width = 'normal', isToRead = false } = props;
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Base.Root
      open={isOpen}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
    >
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Viewport className={styles.viewport}>
          <Base.Popup
            ref={popup}
            {...(isToRead ? { initialFocus: popup } : {})}
            className={cx(styles.popup, width === 'wide' && styles.wide, width === 'full' && styles.full)}
          >
            <div className={styles.head}>
              <Base.Title className={styles.title}>{title}</Base.Title>
            </div>
            <div className={styles.body}>{children}</div>
            {actions === undefined ? undefined : <div className={styles.actions}>{actions}</div>}
            {/* Last in order, so that the focus begins with what the dialog is about. */}
            <button type="button" className={styles.close} aria-label={strings.close} onClick={onClose}>
              <X size={15} aria-hidden />
            </button>
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}

export interface ConfirmDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly children: ReactNode;
  /** What the button says: a verb and what it acts on. */
  readonly action: string;
  readonly isDanger?: boolean;
  /** The button stays off: what was asked for cannot be done, as the text says. */
  readonly isBlocked?: boolean;
  /** When given, the button stays off until exactly this was typed. */
  readonly typedName?: string;
  readonly onConfirm: () => void;
}

/** Asks once before something that cannot be taken back. */
export function ConfirmDialog(props: ConfirmDialogProps): ReactElement {
  const { isOpen, onClose, title, children, action, isDanger = false, isBlocked = false, typedName, onConfirm } = props;
  const [typed, setTyped] = useState('');
  const isReady = !isBlocked && (typedName === undefined || typed === typedName);
  const close = (): void => {
    setTyped('');
    onClose();
  };
  const confirm = (): void => {
    close();
    onConfirm();
  };
  return (
    <Dialog
      isOpen={isOpen}
      onClose={close}
      title={title}
      actions={
        <>
          <Button onClick={close}>{strings.cancel}</Button>
          <Button kind={isDanger ? 'danger' : 'primary'} disabled={!isReady} onClick={confirm}>
            {action}
          </Button>
        </>
      }
    >
      {children}
      {typedName === undefined ? undefined : (
        <TextField
          label={strings.typeToConfirm(typedName)}
          value={typed}
          onValue={setTyped}
          isMono
          onKeyDown={(event) => {
            if (event.key === 'Enter' && isReady) confirm();
          }}
        />
      )}
    </Dialog>
  );
}
