import { useMemo, type ReactElement } from 'react';
import { Link, useSearchParams } from 'wouter';
import type { RunQuery } from '#shared/api';
import { projectHref, type ProjectPath } from '#shared/units';
import { useRunQuery } from '#ui/data';
import {
  MOST_COMPARED,
  NEW_COMPARE,
  readCompareConfig,
  RunComparison,
  sparseCompareConfig,
  toDrawnRuns,
  type ComparedHead,
  type CompareConfig,
} from '#ui/panels';
import { Button, EmptyState, ErrorNotice, Skeleton } from '#ui/widgets';
import styles from './compare.module.css';
import { strings } from './strings.ts';

/** Runs of a project side by side; which ones (`?runs=a,b`, the first is what others are measured by) and how stands in the address. */
export function ComparePage({ project }: { readonly project: ProjectPath }): ReactElement {
  const [search, setSearch] = useSearchParams();
  const namesText = search.get('runs') ?? '';
  const names = useMemo(() => namesText.split(',').filter((name) => name !== ''), [namesText]);
  const shownText = search.get('show');
  const config = useMemo(() => configOf(shownText), [shownText]);
  const query = useMemo(
    (): RunQuery => ({
      filter: { op: 'in', column: { kind: 'run', key: 'name' }, values: names },
      limit: MOST_COMPARED,
    }),
    [names],
  );
  const { data, error, refetch } = useRunQuery(project, query, names.length > 0);
  const runs = useMemo((): readonly ComparedHead[] => {
    const drawn = new Map(toDrawnRuns((data?.rows ?? []).map((row) => row.head)).map((run) => [run.path.run, run]));
    return names.flatMap((name, i) => {
      const run = drawn.get(name);
      return run === undefined ? [] : [{ id: name, label: run.label, color: run.color, isBaseline: i === 0 }];
    });
  }, [data, names]);
  const onConfig = (part: Partial<CompareConfig>): void =>
    setSearch(
      (old) => {
        const next = new URLSearchParams(old);
        const saved = sparseCompareConfig({ ...config, ...part });
        if (Object.keys(saved).length === 0) next.delete('show');
        else next.set('show', JSON.stringify(saved));
        return next;
      },
      { replace: true },
    );
  if (names.length < 2) return <NothingChosen project={project} />;
  if (error !== null && data === undefined) return <ErrorNotice title={error.message} onRetry={() => void refetch()} />;
  return (
    <div className={styles.page}>
      <h1 className={styles.title}>{strings.title(names.length)}</h1>
      <div className={styles.content}>
        {data === undefined ? (
          <div aria-busy="true">
            <Skeleton width="20rem" height="1rem" />
          </div>
        ) : (
          <RunComparison
            project={project}
            runs={runs.slice(0, MOST_COMPARED)}
            allCount={names.length}
            config={config}
            onConfig={onConfig}
          />
        )}
      </div>
    </div>
  );
}

/** What the address says; a damaged text is as if there were none. */
function configOf(text: string | null): CompareConfig {
  if (text === null) return NEW_COMPARE;
  try {
    return readCompareConfig(JSON.parse(text));
  } catch {
    return NEW_COMPARE;
  }
}

function NothingChosen({ project }: { readonly project: ProjectPath }): ReactElement {
  return (
    <EmptyState
      isPage
      title={strings.nothing}
      actions={
        <Link href={`${projectHref(project)}/table`} asChild>
          <Button kind="primary">{strings.toTable}</Button>
        </Link>
      }
    >
      {strings.nothingTip}
    </EmptyState>
  );
}
