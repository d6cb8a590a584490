import { lazy, Suspense, type ReactElement } from 'react';
import type { PictureDialogProps } from './picture-dialog.tsx';

const Lazy = lazy(async () => ({ default: (await import('./picture-dialog.tsx')).PictureDialog }));

/** The dialog of a picture for paper; it and the pens of its formats are loaded when it first opens. */
export function PictureDialog(props: PictureDialogProps): ReactElement {
  return (
    <Suspense>
      <Lazy {...props} />
    </Suspense>
  );
}
