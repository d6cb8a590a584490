import { ListFilter } from 'lucide-react';
import type { ReactElement } from 'react';
import type { RunFilter } from '#shared/api';
import type { ProjectPath } from '#shared/units';
import { Button, Popover } from '#ui/widgets';
import type { Column } from './columns.ts';
import { FilterForm } from './lazy-filter-form.tsx';
import styles from './tools.module.css';
import { strings } from './strings.ts';

export interface FilterButtonProps {
  readonly project: ProjectPath;
  readonly columns: readonly Column[];
  readonly filter: RunFilter | undefined;
  readonly onFilter: (filter: RunFilter | undefined) => void;
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
  readonly size?: 'small';
  /** Opens with a new row for this column. */
  readonly startWith?: Column | undefined;
}

/** The filter: rows of conditions, or the same as text. */
export function FilterButton({
  project,
  columns,
  filter,
  onFilter,
  isOpen,
  onOpen,
  startWith,
  size,
}: FilterButtonProps): ReactElement {
  const count = filter === undefined ? 0 : filter.op === 'and' || filter.op === 'or' ? filter.items.length : 1;
  return (
    <Popover
      label={strings.filterTitle}
      isOpen={isOpen}
      onOpen={onOpen}
      className={styles.filterPopup}
      trigger={
        <Button
          {...(size === undefined ? {} : { size })}
          icon={<ListFilter size={14} aria-hidden />}
          className={count > 0 ? styles.active : undefined}
        >
          {count > 0 ? strings.filters(count) : strings.filter}
        </Button>
      }
    >
      <FilterForm project={project} columns={columns} filter={filter} onFilter={onFilter} startWith={startWith} />
    </Popover>
  );
}
