import { lazy, Suspense, type ReactElement } from 'react';
import mediaStyles from '../media.module.css';
import type { PlotViewProps } from './plot-view.tsx';
import { strings } from './strings.ts';

const Lazy = lazy(async () => ({ default: (await import('./plot-view.tsx')).PlotView }));

/** The plot of a table, fetched with the first one. */
export function PlotView(props: PlotViewProps): ReactElement {
  return (
    <Suspense fallback={<div className={mediaStyles.skeleton} role="status" aria-label={strings.loading} />}>
      <Lazy {...props} />
    </Suspense>
  );
}
