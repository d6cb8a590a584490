import type { ReactElement } from 'react';
import type { TrashChoice, TrashedRun } from '#shared/api';
import { formatBytes, type ProjectPath } from '#shared/units';
import { ConfirmDialog } from '#ui/widgets';
import { typedNameOf } from '../typed-name.ts';
import { strings } from './strings.ts';

/** What a person is asked about before it goes for good. */
export interface AskedToPurge {
  readonly count: number;
  readonly sizeBytes: number;
  readonly choice: TrashChoice;
  /** The run, where it is one. */
  readonly only?: TrashedRun;
}

/** Asks before runs go for good: one by its name, many by their number, since a wrong "all" would be dear. */
export function PurgeDialog({
  project,
  asked,
  onClose,
  onConfirm,
}: {
  readonly project: ProjectPath;
  readonly asked: AskedToPurge | undefined;
  readonly onClose: () => void;
  readonly onConfirm: (asked: AskedToPurge) => void;
}): ReactElement {
  const { count = 0, sizeBytes = 0, only } = asked ?? {};
  const typed = only === undefined ? String(count) : typedNameOf({ ...only, path: { ...project, run: only.run } });
  return (
    <ConfirmDialog
      isOpen={asked !== undefined}
      onClose={onClose}
      title={strings.purgeTitle(count, only?.displayName ?? '')}
      action={strings.purgeAct(count)}
      isDanger
      typedName={typed}
      onConfirm={() => {
        if (asked !== undefined) onConfirm(asked);
      }}
    >
      <p>{strings.purgeText(count, formatBytes(sizeBytes))}</p>
    </ConfirmDialog>
  );
}
