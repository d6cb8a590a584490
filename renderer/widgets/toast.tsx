import { Toast as Base } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { Button, IconButton } from './button.tsx';
import { cx } from './classes.ts';
import { strings } from './strings.ts';
import styles from './toast.module.css';

const manager = Base.createToastManager();

export interface ToastOptions {
  readonly text?: string;
  readonly kind?: 'info' | 'error';
  /** A button, e.g. Undo. */
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** Says shortly what happened, announced to screen readers. Never the only place of an error. */
export function showToast(title: string, options: ToastOptions = {}): void {
  manager.add({
    title,
    ...(options.text === undefined ? {} : { description: options.text }),
    type: options.kind ?? 'info',
    priority: options.kind === 'error' ? 'high' : 'low',
    timeout: options.action === undefined && options.kind !== 'error' ? 4000 : 9000,
    ...(options.action === undefined
      ? {}
      : { actionProps: { children: options.action.label, onClick: options.action.run } }),
  });
}

/** Where toasts appear. Once around the app. */
export function ToastProvider({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    <Base.Provider toastManager={manager} limit={4}>
      {children}
      <Base.Portal>
        <Base.Viewport className={styles.viewport}>
          <ToastList />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function ToastList(): ReactNode {
  const { toasts } = Base.useToastManager();
  return toasts.map((toast) => (
    <Base.Root key={toast.id} toast={toast} className={cx(styles.toast, toast.type === 'error' && styles.error)}>
      <div className={styles.words}>
        <Base.Title className={styles.title} />
        <Base.Description className={styles.text} />
      </div>
      {toast.actionProps === undefined ? undefined : <Base.Action render={<Button size="small" />} />}
      <Base.Close
        render={
          <IconButton label={strings.dismiss} size="small">
            <X size={14} aria-hidden />
          </IconButton>
        }
      />
    </Base.Root>
  ));
}
