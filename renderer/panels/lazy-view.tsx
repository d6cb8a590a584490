import { lazy, Suspense, type ComponentType, type ReactElement } from 'react';
import { PanelFrame, ChartSkeleton } from './frame/panel-frame.tsx';
import type { PanelViewProps } from './registry.ts';

/** A view that is fetched with its first panel; until it is here the panel's frame stands in its place. */
export function lazyView(load: () => Promise<ComponentType<PanelViewProps>>): ComponentType<PanelViewProps> {
  const View = lazy(async () => ({ default: await load() }));
  return function LazyView(props: PanelViewProps): ReactElement {
    const waiting = (
      <PanelFrame title={props.title} isKey={false} actions={undefined}>
        <ChartSkeleton />
      </PanelFrame>
    );
    return (
      <Suspense fallback={waiting}>
        <View {...props} />
      </Suspense>
    );
  };
}
