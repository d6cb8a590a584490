import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { ProjectOverview, ProjectSize, ProjectSummary } from '#shared/api';
import { formatBytes, type ProjectPath } from '#shared/units';
import { STATE_WORDS, StateBadge, type StateName } from '#ui/widgets';
import { typeHref } from '../artifacts/href.ts';
import { STATE_ORDER } from '../state-order.ts';
import { Card } from '../run/overview/card.tsx';
import styles from './overview.module.css';
import { strings } from './strings.ts';
import { tableHref } from './table-href.ts';

/** How many runs are in which state; each leads to those runs. */
export function StatesCard({ summary }: { readonly summary: ProjectSummary }): ReactElement | undefined {
  const present = STATE_ORDER.flatMap((state) => {
    const count = summary.stateCounts[state] ?? 0;
    return count === 0 ? [] : [{ state, count }];
  });
  if (present.length === 0) return undefined;
  return (
    <Card title={strings.byState}>
      <div className={styles.stack} aria-hidden>
        {present.map(({ state, count }) => (
          <span key={state} style={{ flexGrow: count, background: colorOf(state) }} />
        ))}
      </div>
      <ul className={styles.facts}>
        {present.map(({ state, count }) => (
          <li key={state}>
            <Link
              href={tableHref(summary.path, 'state', state)}
              className={styles.factLink}
              title={strings.showState(count, STATE_WORDS[state].toLowerCase())}
            >
              <StateBadge state={state} />
              <span className={styles.factValue}>{count.toLocaleString('en-US')}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function colorOf(state: StateName): string {
  return `var(--state-${state === 'preempting' ? 'preempted' : state})`;
}

const KINDS = ['points', 'files', 'artifacts'] as const;

/** What takes the space. */
export function SizeCard({ size }: { readonly size: ProjectSize }): ReactElement | undefined {
  const largest = Math.max(...KINDS.map((kind) => size[kind]));
  if (largest === 0) return undefined;
  return (
    <Card title={strings.byKind}>
      <ul className={styles.facts}>
        {KINDS.map((kind) => (
          <li key={kind} className={styles.fact}>
            <span>{strings.kinds[kind]}</span>
            <span className={styles.factValue}>{formatBytes(size[kind])}</span>
            <span className={styles.bar} aria-hidden>
              <span style={{ width: `${(100 * size[kind]) / largest}%` }} />
            </span>
          </li>
        ))}
      </ul>
      <p className={styles.note}>{strings.sizeNote}</p>
    </Card>
  );
}

/** Types of artifacts; each leads to its collections. */
export function TypesCard({
  project,
  types,
}: {
  readonly project: ProjectPath;
  readonly types: ProjectOverview['artifactTypes'];
}): ReactElement | undefined {
  if (types.length === 0) return undefined;
  return (
    <LinkedFacts
      title={strings.types}
      facts={types.map(({ name, collectionCount, versionCount }) => ({
        name,
        href: typeHref(project, name),
        value: `${strings.collections(collectionCount)}, ${strings.versions(versionCount)}`,
      }))}
    />
  );
}

/** Tags of runs; each leads to the runs that have it. */
export function TagsCard({
  project,
  tags,
}: {
  readonly project: ProjectPath;
  readonly tags: ProjectOverview['tags'];
}): ReactElement | undefined {
  if (tags.length === 0) return undefined;
  return (
    <Card title={strings.tags}>
      <ul className={styles.tags}>
        {tags.map(({ value, runCount }) => (
          <li key={String(value)}>
            <Link
              href={tableHref(project, 'tags', String(value))}
              className={styles.tag}
              title={strings.showTag(runCount, String(value))}
            >
              {String(value)} <span className={styles.tagCount}>{runCount.toLocaleString('en-US')}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Who has logged to the project. */
export function PeopleCard({
  project,
  users,
}: {
  readonly project: ProjectPath;
  readonly users: ProjectOverview['users'];
}): ReactElement | undefined {
  if (users.length === 0) return undefined;
  return (
    <LinkedFacts
      title={strings.people}
      facts={users.map(({ value, runCount }) => ({
        name: String(value),
        href: tableHref(project, 'username', String(value)),
        value: strings.runCount(runCount),
      }))}
    />
  );
}

interface LinkedFact {
  readonly name: string;
  readonly href: string;
  readonly value: string;
}

function LinkedFacts({
  title,
  facts,
}: {
  readonly title: string;
  readonly facts: readonly LinkedFact[];
}): ReactElement {
  return (
    <Card title={title}>
      <ul className={styles.facts}>
        {facts.map(({ name, href, value }) => (
          <li key={name}>
            <Link href={href} className={styles.factLink}>
              <span className={styles.cut}>{name}</span>
              <span className={styles.factValue}>{value}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
