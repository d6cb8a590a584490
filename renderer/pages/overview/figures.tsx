import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { ProjectOverview } from '#shared/api';
import { formatBytes, formatDuration, projectHref } from '#shared/units';
import { typeHref } from '../artifacts/href.ts';
import styles from './overview.module.css';
import { strings } from './strings.ts';

const HOUR_MS = 3_600_000;

interface Figure {
  readonly label: string;
  readonly value: string;
  readonly note?: string | undefined;
  readonly title?: string;
  readonly href?: string;
}

/** What there is, in large figures; each leads to the tab that has it. */
export function Figures({ overview }: { readonly overview: ProjectOverview }): ReactElement {
  return (
    <ul className={styles.figures} aria-label={strings.figures}>
      {figuresOf(overview).map((figure) => (
        <li key={figure.label}>
          {figure.href === undefined ? (
            <span className={styles.figure} title={figure.title}>
              <FigureWords {...figure} />
            </span>
          ) : (
            <Link href={figure.href} className={styles.figure} title={figure.title}>
              <FigureWords {...figure} />
            </Link>
          )}
        </li>
      ))}
    </ul>
  );
}

function FigureWords({ label, value, note }: Figure): ReactElement {
  return (
    <>
      <span className={styles.figureLabel}>{label}</span>
      <span className={styles.figureValue}>{value}</span>
      {note === undefined ? undefined : <span className={styles.figureNote}>{note}</span>}
    </>
  );
}

function figuresOf({ summary, trackedMs, lockedCount, size, artifactTypes, sweepCount }: ProjectOverview): Figure[] {
  const { path } = summary;
  const href = projectHref(path);
  const collections = artifactTypes.reduce((sum, type) => sum + type.collectionCount, 0);
  const versions = artifactTypes.reduce((sum, type) => sum + type.versionCount, 0);
  const hours = (trackedMs / HOUR_MS).toLocaleString('en-US', { maximumFractionDigits: 1 });
  return [
    {
      label: strings.runs,
      value: summary.runCount.toLocaleString('en-US'),
      note: lockedCount === 0 ? undefined : strings.locked(lockedCount),
      href: `${href}/table`,
    },
    {
      label: strings.tracked,
      value: trackedMs === 0 ? strings.noTime : formatDuration(trackedMs),
      title: strings.trackedHours(hours),
    },
    { label: strings.size, value: formatBytes(size.points + size.files + size.artifacts) },
    {
      label: strings.artifacts,
      value: collections.toLocaleString('en-US'),
      note: versions === 0 ? undefined : strings.versions(versions),
      href: typeHref(path),
    },
    { label: strings.sweeps, value: sweepCount.toLocaleString('en-US'), href: `${href}/sweeps` },
  ];
}
