import { ChevronsUpDown, Check } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { EXPRESSION_X, WALL_X, type XAxis } from '#shared/api';
import { parseExpression } from '#shared/metrics';
import { Button, Popover, SearchField } from '#ui/widgets';
import { xLabelOf } from '../line/series.ts';
import { strings as panelStrings } from '../strings.ts';
import styles from './controls.module.css';
import { strings } from './strings.ts';

const BUILT_IN: readonly XAxis[] = ['_step', '_runtime', WALL_X, '_timestamp'];
/** More matches than anyone reads; the search narrows them. */
const MOST_SHOWN = 200;

export interface AxisPickerProps {
  /** undefined: as each metric was defined. */
  readonly value: XAxis | undefined;
  /** When given, this axis is marked as the default and "as defined" is not offered. */
  readonly defaultX?: XAxis;
  readonly keys: readonly string[];
  readonly onValue: (x: XAxis | undefined) => void;
  readonly isGhost?: boolean;
}

/** Chooses an x axis: step, relative or wall time, or any numeric key, with a search for the keys. */
export function AxisPicker({ value, defaultX, keys, onValue, isGhost = false }: AxisPickerProps): ReactElement {
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState('');
  const needle = text.trim().toLowerCase();
  const matches = (x: string): boolean =>
    x.toLowerCase().includes(needle) || xLabelOf(x).toLowerCase().includes(needle);
  const choose = (x: XAxis | undefined): void => {
    setOpen(false);
    setText('');
    onValue(x);
  };
  const option = (x: XAxis | undefined, label: string): ReactElement => (
    <button
      key={x ?? ''}
      type="button"
      role="option"
      aria-selected={x === value}
      className={styles.option}
      onClick={() => choose(x)}
    >
      <span className={styles.mark}>{x === value ? <Check size={14} aria-hidden /> : undefined}</span>
      {label}
    </button>
  );
  const found = keys.filter(matches);
  const isExpression = needle !== '' && isComputed(text) && !keys.includes(text.trim());
  return (
    <Popover
      label={panelStrings.xAxis}
      isOpen={isOpen}
      onOpen={setOpen}
      className={styles.picker}
      trigger={
        <Button size="small" kind={isGhost ? 'ghost' : 'secondary'} className={styles.trigger}>
          <span className={styles.triggerName}>{value === undefined ? strings.defaultAxis : xLabelOf(value)}</span>
          <ChevronsUpDown size={13} aria-hidden />
        </Button>
      }
    >
      <SearchField label={strings.searchAxis} size="small" value={text} onValue={setText} />
      <div role="listbox" aria-label={panelStrings.xAxis} className={styles.options}>
        {defaultX === undefined && needle === '' ? option(undefined, panelStrings.byMetric) : undefined}
        {BUILT_IN.filter(matches).map((x) => option(x, x === defaultX ? strings.isDefault(xLabelOf(x)) : xLabelOf(x)))}
        {found.length > 0 ? <div className={styles.heading}>{strings.loggedKeys}</div> : undefined}
        {found.slice(0, MOST_SHOWN).map((x) => option(x, x === defaultX ? strings.isDefault(x) : x))}
        {isExpression ? (
          <>
            <div className={styles.heading}>{panelStrings.expression}</div>
            {option(`${EXPRESSION_X}${text.trim()}`, text.trim())}
          </>
        ) : undefined}
        {found.length > MOST_SHOWN ? (
          <div className={styles.heading}>{strings.moreKeys(found.length - MOST_SHOWN)}</div>
        ) : undefined}
      </div>
    </Popover>
  );
}

/** More than the name of one key. */
function isComputed(text: string): boolean {
  const parsed = parseExpression(text);
  return parsed.kind === 'expression' && parsed.expression.kind !== 'metric' && parsed.expression.kind !== 'number';
}
