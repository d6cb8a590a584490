import { useState, type ReactElement } from 'react';
import type { ColumnRef, RunFilter } from '#shared/api';
import { Button, TextArea } from '#ui/widgets';
import type { Column, ColumnType } from './columns.ts';
import { fromFilter, newCondition, toFilter, type FlatFilter } from './conditions.ts';
import type { FilterButtonProps } from './filter-button.tsx';
import { columnOf, FilterRows } from './filter-rows.tsx';
import { parseFilter, printFilter } from './filter-text.ts';
import styles from './tools.module.css';
import { strings } from './strings.ts';

export type FilterFormProps = Pick<FilterButtonProps, 'project' | 'columns' | 'filter' | 'onFilter' | 'startWith'>;

/** Rows of conditions, or the same as text. */
export function FilterForm({ project, columns, filter, onFilter, startWith }: FilterFormProps): ReactElement {
  const [flat, setFlat] = useState<FlatFilter | undefined>(() => startRows(filter, startWith, columns));
  const [isText, setText] = useState(flat === undefined);
  const typeOf = (ref: ColumnRef): ColumnType => columnOf(columns, ref).type;
  const change = (next: FlatFilter): void => {
    setFlat(next);
    onFilter(toFilter(next, typeOf));
  };
  const clear = (): void => {
    setFlat({ join: 'and', conditions: [] });
    setText(false);
    onFilter(undefined);
  };
  return (
    <div className={styles.filter}>
      <div className={styles.filterHead}>
        <h2>{strings.filterTitle}</h2>
        <span className={styles.spring} />
        {flat === undefined && isText ? undefined : (
          <Button
            size="small"
            kind="ghost"
            onClick={() =>
              isText ? (setFlat(fromFilter(filter)), setText(fromFilter(filter) === undefined)) : setText(true)
            }
          >
            {isText ? strings.asRows : strings.asText}
          </Button>
        )}
        <Button
          size="small"
          kind="ghost"
          disabled={filter === undefined && (flat?.conditions.length ?? 0) === 0}
          onClick={clear}
        >
          {strings.clearFilter}
        </Button>
      </div>
      {isText || flat === undefined ? (
        <FilterTextForm
          filter={filter}
          onFilter={onFilter}
          note={fromFilter(filter) === undefined ? strings.textOnly : undefined}
        />
      ) : (
        <FilterRows project={project} flat={flat} columns={columns} onChange={change} />
      )}
    </div>
  );
}

function startRows(
  filter: RunFilter | undefined,
  startWith: Column | undefined,
  columns: readonly Column[],
): FlatFilter | undefined {
  const flat = fromFilter(filter);
  if (flat === undefined) return undefined;
  const first =
    startWith ?? (flat.conditions.length === 0 ? columns.find((column) => column.id === 'run:state') : undefined);
  return first === undefined ? flat : { ...flat, conditions: [...flat.conditions, newCondition(first)] };
}

interface TextFormProps {
  readonly filter: RunFilter | undefined;
  readonly onFilter: (filter: RunFilter | undefined) => void;
  readonly note: string | undefined;
}

function FilterTextForm({ filter, onFilter, note }: TextFormProps): ReactElement {
  const [text, setText] = useState(() => (filter === undefined ? '' : printFilter(filter)));
  const parsed = parseFilter(text);
  const apply = (): void => {
    if (parsed.kind !== 'error') onFilter(parsed.kind === 'filter' ? parsed.filter : undefined);
  };
  return (
    <form
      className={styles.filterText}
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      <TextArea
        label={strings.filterText}
        isLabelHidden
        placeholder={strings.filterExample}
        value={text}
        onValue={setText}
        spellCheck={false}
        className={styles.mono}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey) return;
          event.preventDefault();
          apply();
        }}
      />
      <div className={styles.filterFoot}>
        {parsed.kind === 'error' ? (
          <p className={styles.fault} role="alert">
            {parsed.at + 1}: {parsed.reason}
          </p>
        ) : (
          <p className={styles.note}>{note}</p>
        )}
        <Button type="submit" kind="primary" disabled={parsed.kind === 'error'}>
          {strings.apply}
        </Button>
      </div>
    </form>
  );
}
