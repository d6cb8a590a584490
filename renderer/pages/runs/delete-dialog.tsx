import type { ReactElement } from 'react';
import { DEFAULT_TRASH_DAYS, type RunHead } from '#shared/api';
import { useSettings } from '#ui/data';
import { ConfirmDialog } from '#ui/widgets';
import { strings as trashStrings } from '../trash/strings.ts';
import { strings } from './strings.ts';

export interface DeleteDialogProps {
  /** Empty = closed. */
  readonly heads: readonly RunHead[];
  readonly onClose: () => void;
  readonly onConfirm: (heads: readonly RunHead[]) => void;
}

/** Asks once before runs go to the trash; they can be brought back, so no name is typed. */
export function DeleteDialog({ heads, onClose, onConfirm }: DeleteDialogProps): ReactElement {
  const days = useSettings().data?.trashDays ?? DEFAULT_TRASH_DAYS;
  const running = heads.filter((head) => head.state === 'running').length;
  return (
    <ConfirmDialog
      isOpen={heads.length > 0}
      onClose={onClose}
      title={strings.deleteTitle(heads.length, heads[0]?.displayName ?? '')}
      action={heads.length === 1 ? strings.deleteRun : strings.deleteRuns(heads.length)}
      isDanger
      onConfirm={() => onConfirm(heads)}
    >
      <p>{trashStrings.deleteText(heads.length, days)}</p>
      {running > 0 ? <p>{strings.deleteRunning(running)}</p> : undefined}
    </ConfirmDialog>
  );
}
