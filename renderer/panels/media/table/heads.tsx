import { ArrowDown, ArrowUp, EyeOff, Sigma } from 'lucide-react';
import { memo, type PointerEvent, type ReactElement } from 'react';
import type { TableColumn, TableSort } from '#shared/api';
import { IconButton } from '#ui/widgets';
import { nextSort, type TableConfig } from './config.ts';
import { MiniBins, MiniTop } from './mini.tsx';
import type { SourceName } from './placed.ts';
import { strings } from './strings.ts';
import styles from './table.module.css';

interface HeadProps {
  readonly config: TableConfig;
  readonly onConfig: (part: Partial<TableConfig>) => void;
  readonly runs: readonly SourceName[];
  readonly column: TableColumn;
  readonly left: number;
  readonly width: number;
  readonly isGrouped: boolean;
}

/** The head of a column: a click sorts; below the name, how its values lie. */
export const Head = memo(function Head({ column, left, width, config, onConfig, isGrouped, runs }: HeadProps) {
  const sort: TableSort | undefined = config.sort.find((one) => one.column === column.name);
  const source = column.source === undefined ? undefined : runs[column.source];
  const place = config.sort.length > 1 && sort !== undefined ? config.sort.indexOf(sort) + 1 : undefined;
  return (
    <div
      className={styles.headCell}
      role="columnheader"
      aria-sort={sort === undefined ? 'none' : sort.isDescending ? 'descending' : 'ascending'}
      style={{ left, width }}
      data-type={column.type}
    >
      <button
        type="button"
        className={styles.headButton}
        title={`${column.name}${source === undefined ? '' : ` · ${source.label}`} · ${strings.sortTip}`}
        onClick={(event) => onConfig({ sort: nextSort(config.sort, column.name, event.shiftKey) })}
      >
        {source === undefined ? undefined : <span className={styles.dot} style={{ background: source.color }} />}
        {column.isDerived === true ? <Sigma size={11} aria-hidden /> : undefined}
        <span className={styles.headWords}>{column.name}</span>
        {sort === undefined ? undefined : sort.isDescending ? (
          <ArrowDown size={12} aria-hidden />
        ) : (
          <ArrowUp size={12} aria-hidden />
        )}
        {place === undefined ? undefined : <span className={styles.place}>{place}</span>}
      </button>
      <div className={styles.mini}>
        {column.stats.bins === undefined ? <MiniTop stats={column.stats} /> : <MiniBins stats={column.stats} />}
      </div>
      {isGrouped ? undefined : (
        <div className={styles.hide}>
          <IconButton
            label={`${strings.hide}: ${column.name}`}
            size="small"
            onClick={() => onConfig({ hidden: [...config.hidden, column.name] })}
          >
            <EyeOff size={12} aria-hidden />
          </IconButton>
        </div>
      )}
      <WidthHandle column={column.name} width={width} config={config} onConfig={onConfig} />
    </div>
  );
});

/** Drag or arrow keys change the width; a double click takes it back. */
function WidthHandle({
  column,
  width,
  config,
  onConfig,
}: {
  readonly column: string;
  readonly width: number;
} & Pick<HeadProps, 'config' | 'onConfig'>): ReactElement {
  const setWidth = (next: number): void =>
    onConfig({ widths: { ...config.widths, [column]: Math.round(Math.min(2000, Math.max(40, next))) } });
  const grab = (event: PointerEvent<HTMLDivElement>): void => {
    const { currentTarget, clientX: startX, pointerId } = event;
    event.preventDefault();
    currentTarget.setPointerCapture(pointerId);
    const move = (moved: globalThis.PointerEvent): void => setWidth(width + moved.clientX - startX);
    currentTarget.addEventListener('pointermove', move);
    currentTarget.addEventListener('pointerup', () => currentTarget.removeEventListener('pointermove', move), {
      once: true,
    });
  };
  return (
    <div
      className={styles.handle}
      role="separator"
      aria-orientation="vertical"
      aria-label={strings.resize(column)}
      aria-valuenow={width}
      tabIndex={0}
      onPointerDown={grab}
      onDoubleClick={() => {
        const { [column]: _own, ...widths } = config.widths;
        onConfig({ widths });
      }}
      onKeyDown={(event) => {
        const by = { ArrowLeft: -16, ArrowRight: 16 }[event.key];
        if (by === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        setWidth(width + by);
      }}
    />
  );
}
