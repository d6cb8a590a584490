import { Download } from 'lucide-react';
import { lazy, Suspense, useDeferredValue, useMemo, useState, type ReactElement } from 'react';
import type { ProjectPath, RunPath } from '#shared/units';
import { fileHref, useData, useFileLists, useTexts, useRunDetails } from '#ui/data';
import { ErrorNotice, IconButton, SearchField, SegmentedControl, Switch } from '#ui/widgets';
import { downloadBlob } from '../download.ts';
import type { DataTable } from '../frame/data-table.tsx';
import { csvFile, useOfferFiles } from '../frame/panel-files.ts';
import { ChartSkeleton, PanelMessage } from '../frame/panel-frame.tsx';
import styles from './compare.module.css';
import { COMPARE_TABS, type CompareConfig } from './config.ts';
import { filterRows, textOfValue, toCompareRows, type CompareRow, type ComparedRun } from './rows.ts';
import { strings } from './strings.ts';
import { ValuesTable, type ComparedHead } from './values-table.tsx';

// The comparer of texts comes with libraries of its own.
const TextComparison = lazy(async () => ({ default: (await import('./text-comparison.tsx')).TextComparison }));

export interface RunComparisonProps {
  readonly project: ProjectPath;
  /** At most `MOST_COMPARED`, the baseline first. */
  readonly runs: readonly ComparedHead[];
  /** How many runs there are to compare; more than `runs` when they are too many. */
  readonly allCount: number;
  readonly config: CompareConfig;
  readonly onConfig: (part: Partial<CompareConfig>) => void;
  /** Texts of code alone, without the other tabs. */
  readonly isCodeOnly?: boolean;
}

/** More columns than this nobody reads. */
export const MOST_COMPARED = 50;

const TABS = COMPARE_TABS.map((value) => ({ value, label: strings.tabs[value] }));

/** Two to fifty runs side by side: their values, and texts of any two of them. */
export function RunComparison(props: RunComparisonProps): ReactElement {
  const { project, runs, allCount, config, onConfig, isCodeOnly = false } = props;
  const paths = useMemo(() => runs.map((run): RunPath => ({ ...project, run: run.id })), [project, runs]);
  const details = useRunDetails(paths);
  if (runs.length < 2) return <PanelMessage title={strings.oneRun} tip={strings.oneRunTip} />;
  const tab = isCodeOnly ? 'code' : config.tab;
  return (
    <div className={styles.frame}>
      {isCodeOnly ? undefined : (
        <div className={styles.tools}>
          <SegmentedControl
            label={strings.tabsLabel}
            items={TABS}
            value={config.tab}
            onValue={(next) => onConfig({ tab: next })}
          />
          {allCount > runs.length ? (
            <span className={styles.note}>{strings.firstOf(runs.length, allCount)}</span>
          ) : undefined}
        </div>
      )}
      {tab === 'values' ? (
        <Values {...props} paths={paths} details={details} />
      ) : (
        <Suspense fallback={<ChartSkeleton />}>
          <TextComparison {...{ project, runs, config, onConfig, tab }} details={details.values} />
        </Suspense>
      )}
    </div>
  );
}

interface ValuesProps extends RunComparisonProps {
  readonly paths: readonly RunPath[];
  readonly details: ReturnType<typeof useRunDetails>;
}

function Values({ project, runs, config, onConfig, paths, details }: ValuesProps): ReactElement {
  const { clock } = useData();
  const [search, setSearch] = useState('');
  const requirements = useRequirements(paths);
  const all = useMemo(() => {
    const compared = details.values.flatMap((detail, i): ComparedRun[] =>
      detail === undefined ? [] : [{ detail, requirements: requirements?.[i] }],
    );
    return compared.length === runs.length ? toCompareRows(compared) : undefined;
  }, [details.values, requirements, runs.length]);
  const sought = useDeferredValue(search);
  const shown = useMemo(() => filterRows(all ?? [], config.isAll, sought), [all, config.isAll, sought]);
  useOfferFiles({ isEmpty: () => shown.length === 0, data: () => [csvFile('runs', tableOf(runs, shown))] });
  if (details.error !== null) return <ErrorNotice title={details.error.message} onRetry={details.retry} />;
  if (all === undefined) return <ChartSkeleton />;
  return (
    <>
      <div className={styles.tools}>
        <Switch label={strings.onlyDifferences} isOn={!config.isAll} onToggle={(isOn) => onConfig({ isAll: !isOn })} />
        <div className={styles.search}>
          <SearchField label={strings.search} size="small" value={search} onValue={setSearch} />
        </div>
        <span className={styles.note} aria-live="polite">
          {strings.counts(shown.length, all.length)}
          {requirements === undefined ? strings.packagesLoading : undefined}
        </span>
        <IconButton
          label={strings.saveCsv}
          size="small"
          disabled={shown.length === 0}
          onClick={() => {
            const { blob, name } = csvFile('runs', tableOf(runs, shown));
            downloadBlob(clock, blob, name);
          }}
        >
          <Download size={14} aria-hidden />
        </IconButton>
      </div>
      {shown.length === 0 ? (
        <PanelMessage
          title={search === '' ? strings.same : strings.nothingFound}
          tip={search === '' ? strings.sameTip : undefined}
        />
      ) : (
        <ValuesTable
          project={project}
          runs={runs}
          rows={shown}
          pins={config.pins}
          onPins={(pins) => onConfig({ pins })}
        />
      )}
    </>
  );
}

/**
 * The requirements.txt of each run that has one; undefined until all of them are here, or packages would differ between
 * runs whose list has come and runs whose list has not.
 */
function useRequirements(paths: readonly RunPath[]): readonly (string | undefined)[] | undefined {
  const lists = useFileLists(paths);
  const texts = useTexts(
    paths.map((path, i) => {
      const file = lists.values[i]?.find((one) => one.name === 'requirements.txt' && one.isUploaded);
      return file === undefined ? undefined : { href: fileHref(path, file.name), md5: file.md5 };
    }),
  );
  return lists.isLoading || texts.isLoading ? undefined : texts.values;
}

/** What is shown, a row for each key; cells of runs without the key stay empty. */
function tableOf(runs: readonly ComparedHead[], rows: readonly CompareRow[]): DataTable {
  return {
    head: [strings.section, strings.key, ...runs.map((run) => run.label)],
    rows: rows.map((row) => [
      strings.titles[row.section],
      row.key,
      ...row.values.map((value) => (value === undefined || typeof value === 'number' ? value : textOfValue(value))),
    ]),
  };
}
