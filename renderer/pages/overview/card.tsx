import type { ReactElement, ReactNode } from 'react';
import overview from '../run/overview/overview.module.css';

/** A part of the overview under a heading. */
export function Card({
  title,
  links,
  children,
}: {
  readonly title: string;
  readonly links?: ReactNode;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <section className={overview.card} aria-label={title}>
      <header className={overview.cardHead}>
        <h2>{title}</h2>
        <span className={overview.spring} />
        {links}
      </header>
      {children}
    </section>
  );
}
