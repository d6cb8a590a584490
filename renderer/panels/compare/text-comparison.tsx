import { ArrowLeftRight } from 'lucide-react';
import { useMemo, type ReactElement } from 'react';
import { stringify } from 'yaml';
import type { RunDetail } from '#shared/api';
import { formatBytes, type ProjectPath, type RunPath } from '#shared/units';
import { useCodeArtifacts, useFileLists, useTexts } from '#ui/data';
import { ErrorNotice, IconButton, SegmentedControl, Select, Switch } from '#ui/widgets';
import { DiffView } from '../diff/diff-view.tsx';
import { compareLines, countChanges } from '../diff/lines.ts';
import { strings as diffStrings } from '../diff/strings.ts';
import { ChartSkeleton, PanelMessage } from '../frame/panel-frame.tsx';
import styles from './compare.module.css';
import type { CompareConfig, CompareTab } from './config.ts';
import { pairFiles, sourcesOf, type PairedFile } from './files.ts';
import { strings } from './strings.ts';
import type { ComparedHead } from './values-table.tsx';

export interface TextComparisonProps {
  readonly project: ProjectPath;
  readonly runs: readonly ComparedHead[];
  readonly details: readonly (RunDetail | undefined)[];
  readonly tab: Exclude<CompareTab, 'values'>;
  readonly config: CompareConfig;
  readonly onConfig: (part: Partial<CompareConfig>) => void;
}

/** Larger files are not read into the page. */
const MOST_BYTES = 2_000_000;
const LAYOUTS = [
  { value: 'split', label: diffStrings.sideBySide },
  { value: 'inline', label: diffStrings.inline },
] as const;

/** Two runs' texts against each other: config, packages, patch or code. */
export function TextComparison(props: TextComparisonProps): ReactElement {
  const { project, runs, details, tab, config, onConfig } = props;
  const left = runs.find((run) => run.id === config.left) ?? runs[0];
  const right = runs.find((run) => run.id === config.right && run !== left) ?? runs.find((run) => run !== left);
  const paths = useMemo(
    () => [left, right].flatMap((run): RunPath[] => (run === undefined ? [] : [{ ...project, run: run.id }])),
    [project, left, right],
  );
  const lists = useFileLists(paths);
  const artifacts = useCodeArtifacts(paths, tab === 'code');
  const pairs = useMemo(() => {
    const [before = [], after = []] = paths.map((path, i) =>
      sourcesOf(path, lists.values[i] ?? [], artifacts.values[i] ?? [], tab),
    );
    return pairFiles(before, after);
  }, [paths, lists.values, artifacts.values, tab]);
  const pair = pairs.find((one) => one.name === config.file) ?? pairs[0];
  const isLarge = Math.max(pair?.left?.sizeBytes ?? 0, pair?.right?.sizeBytes ?? 0) > MOST_BYTES;
  const isText = tab === 'config';
  const texts = useTexts([pair?.left, pair?.right].map((file) => (isText || isLarge ? undefined : file)));
  const configs = [left, right].map((run) => details.find((one) => one?.head.path.run === run?.id)?.config);
  const [before, after] = isText ? configs.map((one) => (one === undefined ? undefined : yamlOf(one))) : texts.values;
  const isReady = isText
    ? before !== undefined && after !== undefined
    : !texts.isLoading && !lists.isLoading && !artifacts.isLoading;
  const lines = useMemo(() => (isReady ? compareLines(before ?? '', after ?? '') : []), [isReady, before, after]);
  if (left === undefined || right === undefined) return <PanelMessage title={strings.oneRun} tip={strings.oneRunTip} />;
  const body = (): ReactElement => {
    const error = lists.error ?? artifacts.error ?? texts.error;
    if (error !== null)
      return (
        <ErrorNotice
          title={error.message}
          onRetry={error === lists.error ? lists.retry : error === texts.error ? texts.retry : artifacts.retry}
        />
      );
    if (!isReady) return <ChartSkeleton />;
    if (tab !== 'config' && pair === undefined)
      return <PanelMessage title={strings.neither(strings.whats[tab])} tip={strings.neitherTip[tab]} />;
    if (isLarge) return <PanelMessage title={strings.tooLarge(pair?.name ?? '', formatBytes(MOST_BYTES))} />;
    if (lines === undefined) return <PanelMessage title={diffStrings.tooDifferent} />;
    const { added, removed } = countChanges(lines);
    if (added + removed === 0 && !config.isWhole) return <PanelMessage title={diffStrings.equal} />;
    return (
      <DiffView
        key={`${left.id} ${right.id} ${pair?.name ?? ''}`}
        label={`${left.label} ⇄ ${right.label}: ${diffStrings.summaryOf(added, removed)}`}
        lines={lines}
        layout={config.layout}
        isWhole={config.isWhole}
      />
    );
  };
  return (
    <>
      <div className={styles.tools}>
        <RunPair runs={runs} left={left} right={right} onConfig={onConfig} />
        {pairs.length > 1 ? (
          <Select
            label={strings.file}
            size="small"
            options={pairs.map((one) => ({ value: one.name, label: `${one.name} · ${wordsOf(one, left, right)}` }))}
            value={pair?.name ?? ''}
            onValue={(file) => onConfig({ file })}
          />
        ) : undefined}
        <SegmentedControl
          label={diffStrings.layout}
          items={LAYOUTS}
          value={config.layout}
          onValue={(layout) => onConfig({ layout })}
        />
        <Switch
          label={strings.hideSame}
          isOn={!config.isWhole}
          onToggle={(isHidden) => onConfig({ isWhole: !isHidden })}
        />
        {lines === undefined || !isReady ? undefined : (
          <span className={styles.note}>
            {diffStrings.summaryOf(countChanges(lines).added, countChanges(lines).removed)}
          </span>
        )}
      </div>
      {body()}
    </>
  );
}

interface RunPairProps {
  readonly runs: readonly ComparedHead[];
  readonly left: ComparedHead;
  readonly right: ComparedHead;
  readonly onConfig: (part: Partial<CompareConfig>) => void;
}

/** Which two runs. */
function RunPair({ runs, left, right, onConfig }: RunPairProps): ReactElement {
  const options = runs.map((run) => ({ value: run.id, label: run.label }));
  return (
    <div className={styles.sides}>
      <Select
        label={strings.left}
        size="small"
        options={options}
        value={left.id}
        onValue={(id) => onConfig({ left: id, right: id === right.id ? left.id : right.id })}
      />
      <IconButton label={strings.swap} size="small" onClick={() => onConfig({ left: right.id, right: left.id })}>
        <ArrowLeftRight size={13} aria-hidden />
      </IconButton>
      <Select
        label={strings.right}
        size="small"
        options={options}
        value={right.id}
        onValue={(id) => onConfig({ right: id, left: id === left.id ? right.id : left.id })}
      />
    </div>
  );
}

function wordsOf({ left: a, right: b }: PairedFile, left: ComparedHead, right: ComparedHead): string {
  if (a === undefined) return strings.onlyIn(right.label);
  if (b === undefined) return strings.onlyIn(left.label);
  return a.md5 === b.md5 ? strings.isSame : strings.differs;
}

function yamlOf(config: RunDetail['config']): string {
  return Object.keys(config).length === 0 ? '' : stringify(config, { sortMapEntries: true, lineWidth: 0 });
}
