import { Bookmark, X } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import type { ProjectPath } from '#shared/units';
import { useDeleteView, useSaveView, useViews } from '#ui/data';
import { Button, cx, IconButton, TextField } from '#ui/widgets';
import { columnSets, isShownSet, setView } from './column-sets.ts';
import { strings } from './strings.ts';
import type { TableState } from './table-state.ts';
import styles from './tools.module.css';

export interface ColumnSetsProps {
  readonly project: ProjectPath;
  readonly shown: Pick<TableState, 'columns' | 'isRestShown'>;
  readonly onChoose: (shown: Pick<TableState, 'columns' | 'isRestShown'>) => void;
}

/** Column sets of the project: one click shows a set, and what is shown now can be kept as one. */
export function ColumnSets({ project, shown, onChoose }: ColumnSetsProps): ReactElement {
  const views = useViews(project);
  const { mutate: save } = useSaveView(project);
  const { mutate: remove } = useDeleteView(project);
  const [name, setName] = useState<string | undefined>(undefined);
  const sets = columnSets(views.data ?? []);
  const keep = (): void => {
    if (name === undefined || name.trim() === '') return;
    save(setView(name, shown));
    setName(undefined);
  };
  return (
    <div className={styles.sets} role="group" aria-label={strings.columnSets}>
      {sets.map((set) => {
        const isCurrent = isShownSet(set, shown);
        return (
          <span key={set.id} className={cx(styles.set, isCurrent && styles.setCurrent)}>
            <button
              type="button"
              aria-pressed={isCurrent}
              onClick={() => onChoose({ columns: set.columns, isRestShown: set.isRestShown })}
            >
              {set.name}
            </button>
            <IconButton label={strings.removeSet(set.name)} size="small" onClick={() => remove(set.id)}>
              <X size={12} aria-hidden />
            </IconButton>
          </span>
        );
      })}
      {name === undefined ? (
        <Button size="small" kind="ghost" icon={<Bookmark size={13} aria-hidden />} onClick={() => setName('')}>
          {strings.keepSet}
        </Button>
      ) : (
        <form
          className={styles.setForm}
          onSubmit={(event) => {
            event.preventDefault();
            keep();
          }}
        >
          <TextField
            label={strings.setName}
            isLabelHidden
            placeholder={strings.setName}
            size="small"
            value={name}
            onValue={setName}
            autoFocus
          />
          <Button type="submit" size="small" disabled={name.trim() === ''}>
            {strings.save}
          </Button>
        </form>
      )}
    </div>
  );
}
