import { SlidersHorizontal } from 'lucide-react';
import type { ReactElement } from 'react';
import type { MachineSettings } from '#shared/api';
import { asProblem } from '#shared/errors';
import { useSaveMachineSettings } from '#ui/data';
import { Button, ErrorNotice, Popover, Select } from '#ui/widgets';
import styles from './machine.module.css';
import { strings } from './strings.ts';

const SAMPLE_S = [0.5, 1, 2, 5, 10, 30];
const KEEP_S = [0.5, 1, 2, 5, 10, 30, 60, 300];
const KEEP_DAYS = [1, 7, 30, 90, 365];

/** How often the machine is measured, and what is kept for how long. */
export function Sampling({ settings }: { readonly settings: MachineSettings }): ReactElement {
  const save = useSaveMachineSettings();
  const { sampleSeconds, keepSeconds, keepDays } = settings;
  const change = (part: Partial<MachineSettings>): void => {
    const next = { ...settings, ...part };
    // An average needs a measurement.
    save.mutate({ ...next, keepSeconds: Math.max(next.keepSeconds, next.sampleSeconds) });
  };
  const problem = save.error === null ? undefined : asProblem(save.error).toData();
  return (
    <Popover
      label={strings.sampling}
      align="end"
      trigger={
        <Button>
          <SlidersHorizontal size={14} aria-hidden />
          {strings.sampling} {strings.sampled(sampleSeconds)}
        </Button>
      }
    >
      <div className={styles.sampling}>
        <Choice
          label={strings.sampleEvery}
          value={sampleSeconds}
          values={SAMPLE_S}
          textOf={strings.seconds}
          onValue={(value) => change({ sampleSeconds: value })}
        />
        <Choice
          label={strings.averageOver}
          value={keepSeconds}
          values={KEEP_S.filter((value) => value >= sampleSeconds)}
          textOf={strings.seconds}
          onValue={(value) => change({ keepSeconds: value })}
        />
        <Choice
          label={strings.keepFor}
          value={keepDays}
          values={KEEP_DAYS}
          textOf={strings.days}
          onValue={(value) => change({ keepDays: value })}
        />
        <p className={styles.samplingNote}>{strings.samplingNote}</p>
        {problem === undefined ? undefined : <ErrorNotice title={problem.message} tip={problem.tip} />}
      </div>
    </Popover>
  );
}

function Choice({
  label,
  value,
  values,
  textOf,
  onValue,
}: {
  readonly label: string;
  readonly value: number;
  readonly values: readonly number[];
  readonly textOf: (value: number) => string;
  readonly onValue: (value: number) => void;
}): ReactElement {
  // A value set by another way is offered too.
  const all = values.includes(value) ? values : [...values, value].sort((a, b) => a - b);
  return (
    <div className={styles.choice}>
      <span>{label}</span>
      <Select
        label={label}
        size="small"
        value={value}
        onValue={onValue}
        options={all.map((one) => ({ value: one, label: textOf(one) }))}
      />
    </div>
  );
}
