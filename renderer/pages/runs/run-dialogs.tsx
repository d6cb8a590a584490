import type { ReactElement } from 'react';
import type { RunHead } from '#shared/api';
import { ExportDialog, type ExportWhat } from '../bundles/export-dialog.tsx';
import { strings as bundleStrings } from '../bundles/strings.ts';
import { SendDialog } from '../sync/send-dialog.tsx';
import { MoveDialog } from '../move/move-dialog.tsx';
import { DeleteDialog } from './delete-dialog.tsx';

/** What a person is asked about, and for which runs; none = nothing. */
export interface AskedAbout {
  readonly act: 'delete' | 'bundle' | 'send' | 'move';
  readonly heads: readonly RunHead[];
}

const NO_HEADS: readonly RunHead[] = [];
export const NOTHING_ASKED: AskedAbout = { act: 'delete', heads: NO_HEADS };

/** The dialogs about chosen runs, one at a time. */
export function RunDialogs({
  act,
  heads,
  onClose,
  onDelete,
  onGone,
}: AskedAbout & {
  readonly onClose: () => void;
  readonly onDelete: (heads: readonly RunHead[]) => void;
  /** Told when runs leave this project, whichever way. */
  readonly onGone: (heads: readonly RunHead[]) => void;
}): ReactElement {
  return (
    <>
      <ExportDialog what={act === 'bundle' ? exportOf(heads) : undefined} onClose={onClose} />
      <SendDialog runs={act === 'send' ? heads.map((head) => head.path) : []} onClose={onClose} />
      <MoveDialog heads={act === 'move' ? heads : NO_HEADS} onClose={onClose} onMoved={onGone} />
      <DeleteDialog
        heads={act === 'delete' ? heads : NO_HEADS}
        onClose={onClose}
        onConfirm={(gone) => {
          onGone(gone);
          onDelete(gone);
        }}
      />
    </>
  );
}

function exportOf(heads: readonly RunHead[]): ExportWhat | undefined {
  const [first] = heads;
  if (first === undefined) return undefined;
  const title = heads.length === 1 ? first.displayName : bundleStrings.runs(heads.length);
  return { runs: heads.map((head) => head.path), title };
}
