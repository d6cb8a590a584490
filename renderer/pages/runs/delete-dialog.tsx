import type { ReactElement } from 'react';
import { DEFAULT_TRASH_DAYS, type RunHead } from '#shared/api';
import { useSettings } from '#ui/data';
import { ConfirmDialog } from '#ui/widgets';
import { splitLocked } from '../lock/split.ts';
import { strings as lockStrings } from '../lock/strings.ts';
import { strings as trashStrings } from '../trash/strings.ts';
import { strings } from './strings.ts';

export interface DeleteDialogProps {
  /** Empty = closed. */
  readonly heads: readonly RunHead[];
  readonly onClose: () => void;
  readonly onConfirm: (heads: readonly RunHead[]) => void;
}

/** Asks once before runs go to the trash; they can be brought back, so no name is typed. Locked ones stay. */
export function DeleteDialog({ heads, onClose, onConfirm }: DeleteDialogProps): ReactElement {
  const days = useSettings().data?.trashDays ?? DEFAULT_TRASH_DAYS;
  const { free, locked } = splitLocked(heads);
  const meant = free.length === 0 ? heads : free;
  const running = free.filter((head) => head.state === 'running').length;
  return (
    <ConfirmDialog
      isOpen={heads.length > 0}
      onClose={onClose}
      title={strings.deleteTitle(meant.length, meant[0]?.displayName ?? '')}
      action={meant.length === 1 ? strings.deleteRun : strings.deleteRuns(meant.length)}
      isDanger
      isBlocked={free.length === 0}
      onConfirm={() => onConfirm(free)}
    >
      {locked.length === 0 ? undefined : (
        <p>
          <strong>{lockedWords(locked.length, heads.length)}</strong>
        </p>
      )}
      {free.length === 0 ? undefined : <p>{trashStrings.deleteText(free.length, days)}</p>}
      {running > 0 ? <p>{strings.deleteRunning(running)}</p> : undefined}
    </ConfirmDialog>
  );
}

function lockedWords(locked: number, all: number): string {
  if (locked < all) return lockStrings.staySome(locked, all);
  return all === 1 ? lockStrings.staysOne : lockStrings.stayAll(all);
}
