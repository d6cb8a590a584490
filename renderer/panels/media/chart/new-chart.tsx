import { lazy, Suspense, type ReactElement } from 'react';
import type { NewPanelFormProps } from '../../registry.ts';

const Form = lazy(async () => ({ default: (await import('./editor/chart-form.tsx')).ChartForm }));

/** The form that makes a new chart, fetched when it is first opened. */
export function NewChart(props: NewPanelFormProps): ReactElement {
  return (
    <Suspense>
      <Form {...props} />
    </Suspense>
  );
}
