import { useMemo, type ReactElement } from 'react';
import type { RunFilter } from '#shared/api';
import { useProjectKeys } from '#ui/data';
import type { OwnRunsFormProps, OwnRunsKit } from '#ui/panels';
import { Switch } from '#ui/widgets';
import { allColumns } from '../runs/columns.ts';
import { parseFilter, printFilter } from '../runs/filter-text.ts';
import { GroupKeys } from '../runs/group-chooser.tsx';
import { FilterForm } from '../runs/lazy-filter-form.tsx';
import { strings } from './strings.ts';
import { usePanelRuns } from './use-panel-runs.ts';
import styles from './workspace.module.css';

/** Which runs one panel draws: a filter on top of the board's, and keys of its own to group by. */
function OwnRunsForm({ project, own, onOwn }: OwnRunsFormProps): ReactElement {
  const keys = useProjectKeys(project);
  const columns = useMemo(() => allColumns(keys.data), [keys.data]);
  const parsed = parseFilter(own?.filter ?? '');
  const set = (filter: string | undefined, by: readonly string[] | undefined): void =>
    onOwn(filter === undefined && by === undefined ? undefined : { filter, by });
  const setFilter = (next: RunFilter | undefined): void =>
    set(next === undefined ? undefined : printFilter(next), own?.by);
  return (
    <div className={styles.ownRuns}>
      <FilterForm
        project={project}
        columns={columns}
        filter={parsed.kind === 'filter' ? parsed.filter : undefined}
        onFilter={setFilter}
        startWith={undefined}
      />
      <Switch
        label={strings.ownGrouping}
        isOn={own?.by !== undefined}
        onToggle={(isOn) => set(own?.filter, isOn ? [] : undefined)}
      />
      {own?.by === undefined ? undefined : (
        <GroupKeys columns={columns} by={own.by} onBy={(by) => set(own.filter, by)} />
      )}
    </div>
  );
}

/** Panels of the workspace may draw other runs than the board. */
export const OWN_RUNS: OwnRunsKit = { useRuns: usePanelRuns, Form: OwnRunsForm };
