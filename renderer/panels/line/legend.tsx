import type { ReactElement } from 'react';
import { highlight, type ChartLine } from '#ui/charts';
import styles from './line-panel.module.css';
import { strings } from './strings.ts';

export interface LegendProps {
  readonly lines: readonly ChartLine[];
  readonly hidden: ReadonlySet<string>;
  readonly onHidden: (hidden: ReadonlySet<string>) => void;
}

/** Names of the lines: a click hides one, Alt-click shows it alone, the pointer makes it stand out everywhere. */
export function Legend({ lines: all, hidden, onHidden }: LegendProps): ReactElement {
  const lines = all.filter((line) => line.isBehind !== true);
  const press = (id: string, isSolo: boolean): void => {
    const others = lines.filter((line) => line.id !== id).map((line) => line.id);
    const isAlone = others.length > 0 && others.every((one) => hidden.has(one));
    if (isSolo) onHidden(new Set(isAlone ? [] : others));
    else onHidden(hidden.has(id) ? new Set([...hidden].filter((one) => one !== id)) : new Set([...hidden, id]));
  };
  return (
    <div className={styles.legend} role="group" aria-label={strings.legend}>
      {[...lines].reverse().map((line) => (
        <button
          key={line.id}
          type="button"
          className={styles.legendItem}
          aria-pressed={!hidden.has(line.id)}
          title={strings.legendTip(line.label)}
          onClick={(event) => press(line.id, event.altKey)}
          onPointerEnter={() => highlight.getState().set(line.owner)}
          onPointerLeave={() => highlight.getState().set(undefined)}
        >
          <svg width="16" height="8" aria-hidden style={{ color: line.color, flex: 'none' }}>
            <line
              x1="1"
              x2="15"
              y1="4"
              y2="4"
              stroke="currentColor"
              strokeWidth="2.5"
              strokeDasharray={line.dash.join(' ')}
            />
          </svg>
          <span className={styles.legendName}>{line.label}</span>
        </button>
      ))}
    </div>
  );
}
