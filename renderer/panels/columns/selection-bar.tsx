import { EyeOff, Filter, X } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { useStore } from 'zustand';
import { Button, copyText, IconButton, showToast } from '#ui/widgets';
import type { RunScope } from '../registry.ts';
import styles from './columns.module.css';
import { runSelection } from './selection.ts';
import { strings } from './strings.ts';

export interface SelectionBarProps {
  readonly scope: RunScope;
  /** Id of the panel; the bar is shown where the brushing was. */
  readonly source: string;
  /** Runs of this picture, by short id; only those of the selection count here. */
  readonly ids: ReadonlySet<string>;
  /** More that can be done here with what is selected. */
  readonly children?: ReactNode;
}

/** What can be done with brushed runs: show them alone, hide them, make them the filter, copy their ids. */
export function SelectionBar({ scope, source, ids, children }: SelectionBarProps): ReactElement | undefined {
  const selected = useStore(runSelection, (state) => state.runs);
  const filter = useStore(runSelection, (state) => state.filter);
  const brushedIn = useStore(runSelection, (state) => state.source);
  const runs = selected === undefined || brushedIn !== source ? [] : [...selected].filter((id) => ids.has(id)).sort();
  if (runs.length === 0) return undefined;
  const clear = (): void => runSelection.getState().set(undefined);
  const { show, narrow } = scope;
  return (
    <div className={styles.bar} role="toolbar" aria-label={strings.selection}>
      <span className={styles.barCount} aria-live="polite">
        {strings.selected(runs.length)}
      </span>
      {show === undefined ? undefined : (
        <>
          <Button
            size="small"
            onClick={() => {
              show(runs, 'only');
              clear();
            }}
          >
            {strings.showOnly}
          </Button>
          <IconButton
            label={strings.hide}
            size="small"
            onClick={() => {
              show(runs, 'not');
              clear();
            }}
          >
            <EyeOff size={14} aria-hidden />
          </IconButton>
        </>
      )}
      {narrow === undefined ? undefined : (
        <IconButton
          label={strings.asFilter}
          size="small"
          onClick={() => {
            narrow(filter ?? { op: 'in', column: { kind: 'run', key: 'name' }, values: runs });
            clear();
          }}
        >
          <Filter size={14} aria-hidden />
        </IconButton>
      )}
      {children}
      <Button
        size="small"
        kind="ghost"
        onClick={() =>
          void copyText(runs.join('\n')).then((isDone) => showToast(isDone ? strings.idsCopied : strings.copyFailed))
        }
      >
        {strings.copyIds}
      </Button>
      <IconButton label={strings.clear} size="small" onClick={clear}>
        <X size={14} aria-hidden />
      </IconButton>
    </div>
  );
}
