import { X } from 'lucide-react';
import type { ReactElement } from 'react';
import { Button, IconButton } from '#ui/widgets';
import type { Layer } from './model.ts';
import styles from './model.module.css';
import { strings } from './strings.ts';

/** Weights that a card has room for. */
const MOST_WEIGHTS = 40;

export interface DetailsProps {
  readonly layer: Layer;
  /** Parameters of the whole model. */
  readonly total: number;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  readonly onClose: () => void;
}

/** All that is known of one layer. */
export function Details({ layer, total, isOpen, onToggle, onClose }: DetailsProps): ReactElement {
  const { id, text, parameterCount, outputShape, weights, children } = layer;
  const rows = [
    ...(text === '' ? [] : [[strings.type, text] as const]),
    ...(outputShape === undefined ? [] : [[strings.shape, outputShape] as const]),
    [
      strings.count,
      [
        parameterCount.toLocaleString('en-US'),
        ...(total > 0 && parameterCount > 0 ? [strings.share(parameterCount / total)] : []),
      ].join(' · '),
    ] as const,
  ];
  return (
    <aside className={styles.details} aria-label={id}>
      <h4 className={styles.detailsName}>{id.replace(/[./]$/, '')}</h4>
      <dl className={styles.list}>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        {weights.length === 0 ? undefined : (
          <div>
            <dt>{strings.weights}</dt>
            <dd>
              <ul className={styles.weights}>
                {weights.slice(0, MOST_WEIGHTS).map(({ name, shape }) => (
                  <li key={name}>
                    {name} <span className={styles.shape}>{shape.join(' × ')}</span>
                  </li>
                ))}
                {weights.length > MOST_WEIGHTS ? (
                  <li>{strings.moreWeights(weights.length - MOST_WEIGHTS)}</li>
                ) : undefined}
              </ul>
            </dd>
          </div>
        )}
      </dl>
      {children.length === 0 ? undefined : (
        <Button size="small" onClick={onToggle}>
          {isOpen ? strings.close : strings.open} ({strings.inside(children.length)})
        </Button>
      )}
      <IconButton label={strings.shut} size="small" className={styles.shut} onClick={onClose}>
        <X size={14} aria-hidden />
      </IconButton>
    </aside>
  );
}
