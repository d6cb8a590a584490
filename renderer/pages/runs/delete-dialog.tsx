import type { ReactElement } from 'react';
import type { RunHead } from '#shared/api';
import { ConfirmDialog } from '#ui/widgets';
import { strings } from './strings.ts';

/** More runs than this need their number typed: a wrong "select all" would be dear. */
const TYPED_FROM = 5;

export interface DeleteDialogProps {
  /** Empty = closed. */
  readonly heads: readonly RunHead[];
  readonly onClose: () => void;
  readonly onConfirm: (heads: readonly RunHead[]) => void;
}

/** Asks before runs go for good. */
export function DeleteDialog({ heads, onClose, onConfirm }: DeleteDialogProps): ReactElement {
  const running = heads.filter((head) => head.state === 'running').length;
  return (
    <ConfirmDialog
      isOpen={heads.length > 0}
      onClose={onClose}
      title={strings.deleteTitle(heads.length, heads[0]?.displayName ?? '')}
      action={heads.length === 1 ? strings.deleteRun : strings.deleteRuns(heads.length)}
      isDanger
      {...(heads.length >= TYPED_FROM ? { typedName: String(heads.length) } : {})}
      onConfirm={() => onConfirm(heads)}
    >
      <p>{strings.deleteText}</p>
      {running > 0 ? <p>{strings.deleteRunning(running)}</p> : undefined}
    </ConfirmDialog>
  );
}
