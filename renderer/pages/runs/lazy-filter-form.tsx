import { lazy, Suspense, type ReactElement } from 'react';
import type { FilterFormProps } from './filter-form.tsx';

const Form = lazy(async () => ({ default: (await import('./filter-form.tsx')).FilterForm }));

/** The form of a filter, fetched when it is first opened. */
export function FilterForm(props: FilterFormProps): ReactElement {
  return (
    <Suspense>
      <Form {...props} />
    </Suspense>
  );
}
