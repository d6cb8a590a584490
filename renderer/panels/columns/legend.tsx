import type { ReactElement } from 'react';
import { formatNumber } from '#shared/units';
import styles from './columns.module.css';
import { rampColor } from './ramp.ts';
import { strings } from './strings.ts';

/** A name with a colour beside it. */
export interface LegendEntry {
  readonly label: string;
  readonly color: string;
}

/** What colours or sizes of a picture say. */
export type PlotLegend =
  | { readonly kind: 'none' }
  | { readonly kind: 'names'; readonly label: string; readonly entries: readonly LegendEntry[] }
  | { readonly kind: 'ramp' | 'size'; readonly label: string; readonly min: number; readonly max: number };

export interface LegendProps {
  readonly legend: PlotLegend;
  /** Labels that were turned off. */
  readonly hidden: ReadonlySet<string>;
  /** Left out where names cannot be turned off. */
  readonly onHidden?: ((hidden: ReadonlySet<string>) => void) | undefined;
  readonly isAtSide: boolean;
}

const RAMP = `linear-gradient(90deg, ${[0, 0.25, 0.5, 0.75, 1].map(rampColor).join(', ')})`;

/** The legend of a picture: names can be turned off by a click, and shown alone by Alt-click. */
export function PlotLegendView({ legend, hidden, onHidden, isAtSide }: LegendProps): ReactElement | undefined {
  if (legend.kind === 'none') return undefined;
  const label = legend.label === '' ? undefined : <span className={styles.legendLabel}>{legend.label}</span>;
  return (
    <div className={styles.legend} role="group" aria-label={strings.legend} data-side={isAtSide ? '' : undefined}>
      {label}
      {legend.kind === 'names' ? (
        <Names entries={legend.entries} hidden={hidden} onHidden={onHidden} />
      ) : (
        <span className={styles.legendItem}>
          {formatNumber(legend.min)}
          {legend.kind === 'ramp' ? (
            <span className={styles.ramp} style={{ background: RAMP }} />
          ) : (
            <svg className={styles.sizes} width="58" height="20" aria-hidden>
              {[2.5, 4.5, 6.5, 9].map((radius, i) => (
                <circle key={radius} cx={[4, 15, 29, 47][i]} cy="10" r={radius} fill="currentColor" opacity="0.55" />
              ))}
            </svg>
          )}
          {formatNumber(legend.max)}
        </span>
      )}
    </div>
  );
}

function Names({
  entries,
  hidden,
  onHidden,
}: Pick<LegendProps, 'hidden' | 'onHidden'> & { readonly entries: readonly LegendEntry[] }): ReactElement {
  if (onHidden === undefined) {
    return (
      <>
        {entries.map(({ label, color }) => (
          <span key={label} className={styles.legendItem}>
            <span className={styles.dot} style={{ background: color }} />
            <span className={styles.cut}>{label}</span>
          </span>
        ))}
      </>
    );
  }
  const press = (label: string, isSolo: boolean): void => {
    const others = entries.map((entry) => entry.label).filter((one) => one !== label);
    const isAlone = others.length > 0 && others.every((one) => hidden.has(one));
    if (isSolo) onHidden(new Set(isAlone ? [] : others));
    else
      onHidden(hidden.has(label) ? new Set([...hidden].filter((one) => one !== label)) : new Set([...hidden, label]));
  };
  return (
    <>
      {entries.map(({ label, color }) => (
        <button
          key={label}
          type="button"
          className={styles.legendItem}
          aria-pressed={!hidden.has(label)}
          title={strings.legendTip(label)}
          onClick={(event) => press(label, event.altKey)}
        >
          <span className={styles.dot} style={{ background: color }} />
          <span className={styles.cut}>{label}</span>
        </button>
      ))}
    </>
  );
}
