import type { ReactElement } from 'react';
import type { RunHead } from '#shared/api';
import { ConfirmDialog } from '#ui/widgets';
import { typedNameOf } from '../typed-name.ts';
import { strings } from './strings.ts';

export interface DeleteDialogProps {
  /** Empty = closed. */
  readonly heads: readonly RunHead[];
  readonly onClose: () => void;
  readonly onConfirm: (heads: readonly RunHead[]) => void;
}

/** Asks before runs go for good: one by its name, many by their number, since a wrong "select all" would be dear. */
export function DeleteDialog({ heads, onClose, onConfirm }: DeleteDialogProps): ReactElement {
  const only = heads.length === 1 ? heads[0] : undefined;
  const running = heads.filter((head) => head.state === 'running').length;
  return (
    <ConfirmDialog
      isOpen={heads.length > 0}
      onClose={onClose}
      title={strings.deleteTitle(heads.length, heads[0]?.displayName ?? '')}
      action={heads.length === 1 ? strings.deleteRun : strings.deleteRuns(heads.length)}
      isDanger
      typedName={only === undefined ? String(heads.length) : typedNameOf(only)}
      onConfirm={() => onConfirm(heads)}
    >
      <p>{strings.deleteText}</p>
      {running > 0 ? <p>{strings.deleteRunning(running)}</p> : undefined}
    </ConfirmDialog>
  );
}
