import type { ReactElement } from 'react';
import styles from './frame.module.css';

/** The mark: a log's rotor trailing two lines of wake. Decorative; the link around it has the name. */
export function Logo({ size = 24 }: { readonly size?: number }): ReactElement {
  return (
    <svg className={styles.logo} width={size} height={size} viewBox="0 0 32 32" aria-hidden>
      <g fill="none" stroke="var(--accent)" strokeLinecap="round" strokeWidth="2.8">
        <path d="M3 12.3c3.9 0 3.9 3.4 7.8 3.4s3.9-3.4 7.8-3.4" />
        <path d="M3 19.1c3.9 0 3.9 3.4 7.8 3.4s3.9-3.4 7.8-3.4" opacity=".5" />
      </g>
      <path d="M20 16l8.2-8c1.2 5.3 1.2 10.7 0 16z" fill="var(--brass)" />
    </svg>
  );
}
