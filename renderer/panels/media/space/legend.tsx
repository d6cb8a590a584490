import { useMemo, type ReactElement } from 'react';
import { boxKindsOf, categoriesOf, type Cloud, type CloudKind, colorsInUse, RAMP, rangeOf, type Rgb } from '#ui/scene';
import type { SpaceConfig } from '../config.ts';
import { strings } from '../strings.ts';
import styles from './space.module.css';

export interface CloudLegendProps {
  readonly cloud: Cloud;
  readonly config: SpaceConfig;
  readonly onConfig: (config: SpaceConfig) => void;
}

/** What the colours of points and boxes mean; a click on a kind takes it away and brings it back. */
export function CloudLegend({ cloud, config, onConfig }: CloudLegendProps): ReactElement | undefined {
  const categories = useMemo(() => categoriesOf(cloud), [cloud]);
  const boxes = useMemo(() => boxKindsOf(cloud), [cloud]);
  const use = colorsInUse(cloud, config.colors);
  const range = useMemo(() => (use === 'height' || use === 'value' ? rangeOf(cloud, use) : undefined), [cloud, use]);
  const toggle = (id: string): void => {
    const { hidden } = config;
    onConfig({ ...config, hidden: hidden.includes(id) ? hidden.filter((one) => one !== id) : [...hidden, id] });
  };
  const hasBoxKinds = boxes.length > 1 || boxes.some(({ name }) => name !== '');
  if (cloud.positions.length === 0 && !hasBoxKinds) return undefined;
  return (
    <div className={styles.legend}>
      {range === undefined || cloud.positions.length === 0 ? undefined : (
        <div
          className={styles.ramp}
          aria-label={use === 'value' ? strings.valueRange : strings.heightRange}
          role="group"
        >
          <span>{numberOf(range[0])}</span>
          <span
            className={styles.rampBar}
            style={{ background: `linear-gradient(90deg, ${RAMP.map(css).join(', ')})` }}
          />
          <span>{numberOf(range[1])}</span>
        </div>
      )}
      {categories.length > 0 && use === 'category' ? (
        <Kinds
          label={strings.categories}
          kinds={categories}
          wordsOf={strings.category}
          hidden={config.hidden}
          onToggle={toggle}
        />
      ) : undefined}
      {hasBoxKinds ? (
        <Kinds
          label={strings.boxKinds}
          kinds={boxes}
          wordsOf={strings.boxKind}
          hidden={config.hidden}
          onToggle={toggle}
        />
      ) : undefined}
    </div>
  );
}

interface KindsProps {
  readonly label: string;
  readonly kinds: readonly CloudKind[];
  readonly wordsOf: (name: string, count: number) => string;
  readonly hidden: readonly string[];
  readonly onToggle: (id: string) => void;
}

function Kinds({ label, kinds, wordsOf, hidden, onToggle }: KindsProps): ReactElement {
  return (
    <div className={styles.kinds} role="group" aria-label={label}>
      {kinds.map(({ id, name, count, color }) => (
        <button
          key={id}
          type="button"
          className={styles.kind}
          aria-label={wordsOf(name, count)}
          aria-pressed={!hidden.includes(id)}
          title={wordsOf(name, count)}
          onClick={() => onToggle(id)}
        >
          <span className={styles.kindColor} style={{ background: css(color) }} aria-hidden />
          {name === '' ? strings.noLabel : name}
        </button>
      ))}
    </div>
  );
}

function css([r, g, b]: Rgb): string {
  return `rgb(${r} ${g} ${b})`;
}

function numberOf(value: number): string {
  return value.toLocaleString('en-US', { maximumSignificantDigits: 3 });
}
