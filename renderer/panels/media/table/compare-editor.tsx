import { GitCompareArrows } from 'lucide-react';
import type { ReactElement } from 'react';
import type { TableAnswer } from '#shared/api';
import { Button, Checkbox, Popover, Select } from '#ui/widgets';
import { LAYOUTS, type TableConfig } from './config.ts';
import { strings } from './strings.ts';
import styles from './table.module.css';

export interface CompareEditorProps {
  readonly head: TableAnswer | undefined;
  readonly config: TableConfig;
  readonly onConfig: (part: Partial<TableConfig>) => void;
  /** How many tables are there without an earlier step. */
  readonly tableCount: number;
  readonly steps: Float64Array;
}

/** Steps that a list can show; the newest of them. */
const MOST_STEPS = 200;

/** How tables of several runs, or of two steps, stand to each other. */
export function CompareEditor({
  head,
  config,
  onConfig,
  tableCount,
  steps,
}: CompareEditorProps): ReactElement | undefined {
  if (tableCount < 2 && steps.length < 2) return undefined;
  const isJoined = config.layout === 'join';
  // What rows are sorted, filtered and grouped by is called otherwise in another layout.
  const choose = (part: Partial<TableConfig>): void =>
    onConfig({ ...part, sort: [], where: [], groupBy: '', hidden: [] });
  const choices = head?.joined?.choices ?? [];
  return (
    <Popover
      label={strings.compare}
      align="start"
      trigger={
        <Button size="small">
          <GitCompareArrows size={13} aria-hidden />
          {config.layout === 'stack' && config.against === undefined ? strings.compare : strings.layouts[config.layout]}
        </Button>
      }
    >
      <div className={styles.compare}>
        <Select
          label={strings.layout}
          size="small"
          value={config.layout}
          options={LAYOUTS.map((value) => ({ value, label: strings.layouts[value] }))}
          onValue={(layout) => choose({ layout })}
        />
        {steps.length > 1 ? (
          <Select
            label={strings.against}
            size="small"
            value={config.against === undefined ? '' : String(config.against)}
            options={[
              { value: '', label: strings.againstNone },
              ...Array.from(steps.subarray(-MOST_STEPS), (step) => ({
                value: String(step),
                label: strings.againstStep(step),
              })),
            ]}
            onValue={(value) => choose({ against: value === '' ? undefined : Number(value) })}
          />
        ) : undefined}
        {isJoined ? (
          <>
            <Select
              label={strings.joinColumn}
              size="small"
              value={config.join.column === '' ? (head?.joined?.column ?? '') : config.join.column}
              options={choices.map((value) => ({ value, label: strings.joinBy(value) }))}
              onValue={(column) => choose({ join: { ...config.join, column } })}
            />
            <Select
              label={strings.joinHow}
              size="small"
              value={config.join.how}
              options={[
                { value: 'outer', label: strings.outer },
                { value: 'inner', label: strings.inner },
              ]}
              onValue={(how) => onConfig({ join: { ...config.join, how } })}
            />
            <Checkbox
              label={strings.onlyDifferent}
              state={config.join.isDifferentOnly}
              onToggle={(isDifferentOnly) => onConfig({ join: { ...config.join, isDifferentOnly } })}
            />
          </>
        ) : undefined}
      </div>
    </Popover>
  );
}
