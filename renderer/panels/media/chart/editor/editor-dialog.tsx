import { useState, type ReactElement } from 'react';
import { Button, ConfirmDialog, Dialog } from '#ui/widgets';
import type { ChartConfig } from '../config.ts';
import { strings } from '../strings.ts';
import { useChart } from '../use-chart.ts';
import type { ChartBoard } from '../use-rows.ts';
import { ChartEditor } from './chart-editor.tsx';

export interface EditorDialogProps {
  readonly board: ChartBoard;
  /** The key under which scripts logged the chart; undefined for one made by hand. */
  readonly logged: string | undefined;
  readonly config: ChartConfig;
  /** Takes the changes over, as one step that can be undone. */
  readonly onConfig: (config: ChartConfig) => void;
  readonly title: string;
  readonly onClose: () => void;
}

/** Edits a chart that is there: the panel changes when the changes are applied. */
export function EditorDialog({ board, logged, config, onConfig, title, onClose }: EditorDialogProps): ReactElement {
  const [draft, setDraft] = useState(config);
  const [isLeaving, setLeaving] = useState(false);
  const chart = useChart(board, logged, draft);
  const isChanged = JSON.stringify(draft) !== JSON.stringify(config);
  const hasOwn = Object.values({ ...draft, version: undefined }).some((one) => one !== undefined);
  return (
    <Dialog
      isOpen
      // A click beside the dialog must not lose what was written.
      onClose={isChanged ? () => setLeaving(true) : onClose}
      title={strings.edit}
      width="full"
      actions={
        <>
          {logged !== undefined && hasOwn ? (
            <Button onClick={() => setDraft({ version: 1 })}>{strings.asLogged}</Button>
          ) : undefined}
          <Button onClick={onClose}>{strings.cancel}</Button>
          <Button
            kind="primary"
            disabled={!isChanged || chart.fault !== undefined}
            onClick={() => {
              onConfig(draft);
              onClose();
            }}
          >
            {strings.apply}
          </Button>
        </>
      }
    >
      <ChartEditor
        project={board.project}
        chart={chart}
        config={draft}
        onConfig={(part) => setDraft((old) => ({ ...old, ...part }))}
        title={title}
      />
      <ConfirmDialog
        isOpen={isLeaving}
        onClose={() => setLeaving(false)}
        title={strings.leave}
        action={strings.discard}
        isDanger
        onConfirm={onClose}
      >
        <p>{strings.leaveNote}</p>
      </ConfirmDialog>
    </Dialog>
  );
}
