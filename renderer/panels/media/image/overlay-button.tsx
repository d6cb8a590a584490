import { Layers as LayersIcon } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import { formatNumber } from '#shared/units';
import { Checkbox, IconButton, Popover, SearchField, Slider, Switch } from '#ui/widgets';
import type { MediaCell } from '../cells.ts';
import { NEW_OVERLAY, type OverlayConfig, type ScoreRange } from '../config.ts';
import { strings } from '../strings.ts';
import { countLayers, NO_COUNTS, type LayerCounts, type LayerGroup } from './count-layers.ts';
import styles from './image.module.css';
import { classCss, layerKey } from './overlay.ts';

export interface OverlayButtonProps {
  readonly cells: readonly MediaCell[];
  readonly config: OverlayConfig;
  readonly onChange: (config: OverlayConfig) => void;
}

/** What of masks and boxes is shown: groups, classes with counts, scores, opacity, words. Only where there are any. */
export function OverlayButton({ cells, config, onChange }: OverlayButtonProps): ReactElement | undefined {
  const hasMasks = cells.some(({ item }) => item.kind === 'image' && item.masks.length > 0);
  const hasBoxes = cells.some(({ item }) => item.kind === 'image' && item.boxes.length > 0);
  if (!hasMasks && !hasBoxes) return undefined;
  return (
    <Popover
      label={strings.layers}
      // Beside its panel where there is room: below, it would lie over the pictures it changes.
      side="right"
      trigger={
        <IconButton label={strings.layers} size="small">
          <LayersIcon size={14} aria-hidden />
        </IconButton>
      }
    >
      <LayerList cells={cells} config={config} onChange={onChange} hasMasks={hasMasks} hasBoxes={hasBoxes} />
    </Popover>
  );
}

interface LayerListProps extends OverlayButtonProps {
  readonly hasMasks: boolean;
  readonly hasBoxes: boolean;
}

function LayerList({ cells, config, onChange, hasMasks, hasBoxes }: LayerListProps): ReactElement {
  const [counts, setCounts] = useState<LayerCounts>(NO_COUNTS);
  const [search, setSearch] = useState('');
  useEffect(() => {
    let isWanted = true;
    void countLayers(cells).then((counted) => {
      if (isWanted) setCounts(counted);
    });
    return () => {
      isWanted = false;
    };
  }, [cells]);
  const show = (shown: readonly string[], hidden: readonly string[]): void =>
    onChange({ ...config, hidden: [...config.hidden.filter((one) => !shown.includes(one)), ...hidden].sort() });
  return (
    <div className={styles.layers}>
      {hasMasks ? (
        <div className={styles.layerRow}>
          <span>{strings.opacity}</span>
          <Slider
            label={strings.opacity}
            className={styles.slider}
            value={config.opacity}
            min={0}
            max={1}
            step={0.05}
            onValue={(opacity) => onChange({ ...config, opacity })}
          />
        </div>
      ) : undefined}
      {hasBoxes ? (
        <Switch
          label={strings.boxLabels}
          isOn={config.hasLabels}
          onToggle={(hasLabels) => onChange({ ...config, hasLabels })}
        />
      ) : undefined}
      <Scores counts={counts} config={config} onChange={onChange} />
      <SearchField label={strings.searchClasses} size="small" value={search} onValue={setSearch} />
      {counts.groups.map((group) => (
        <Group key={layerKey(group.kind, group.name)} group={group} search={search} config={config} onShow={show} />
      ))}
      {counts.badCount > 0 ? <p className={styles.quiet}>{strings.badBoxes(counts.badCount)}</p> : undefined}
      {config === NEW_OVERLAY || config.hidden.length + Object.keys(config.scores).length === 0 ? undefined : (
        <button type="button" className={styles.quiet} onClick={() => onChange({ ...config, hidden: [], scores: {} })}>
          {strings.showAllLayers}
        </button>
      )}
    </div>
  );
}

interface GroupProps {
  readonly group: LayerGroup;
  readonly search: string;
  readonly config: OverlayConfig;
  /** Keys of groups and classes that are shown from now on, and those that are not. */
  readonly onShow: (shown: readonly string[], hidden: readonly string[]) => void;
}

function Group({ group, search, config, onShow }: GroupProps): ReactElement {
  const key = layerKey(group.kind, group.name);
  const needle = search.trim().toLowerCase();
  const classes = group.classes.filter((one) => one.name.toLowerCase().includes(needle));
  const isOn = !config.hidden.includes(key);
  const keys = group.classes.map(({ id }) => layerKey(group.kind, group.name, id));
  const shownCount = keys.filter((one) => !config.hidden.includes(one)).length;
  const toggle = (one: string, isShown: boolean): void => (isShown ? onShow([one], []) : onShow([one], [one]));
  return (
    <div className={styles.group} role="group" aria-label={group.name}>
      <div className={styles.layerRow}>
        <Checkbox label={group.name} state={isOn} onToggle={(isShown) => toggle(key, isShown)} />
        <span className={styles.count}>{group.kind === 'mask' ? strings.mask : strings.boxes}</span>
      </div>
      {classes.map((one) => {
        const classKey = layerKey(group.kind, group.name, one.id);
        const isAlone = shownCount === 1 && !config.hidden.includes(classKey);
        return (
          <div key={one.id} className={styles.classRow} data-none={one.count === 0 || undefined}>
            <span className={styles.swatch} style={{ background: classCss(one.id) }} aria-hidden />
            <Checkbox
              label={one.name}
              className={styles.className}
              state={isOn && !config.hidden.includes(classKey)}
              isDisabled={!isOn}
              onToggle={(isShown) => toggle(classKey, isShown)}
            />
            {keys.length > 1 ? (
              <button
                type="button"
                className={styles.only}
                aria-label={isAlone ? strings.allClasses(group.name) : strings.onlyClass(one.name)}
                onClick={() => onShow([key, ...keys], isAlone ? [] : keys.filter((other) => other !== classKey))}
              >
                {isAlone ? strings.all : strings.only}
              </button>
            ) : undefined}
            <span className={styles.count}>
              {group.kind === 'mask' ? `${formatNumber(one.share * 100, 3)} %` : one.count.toLocaleString('en-US')}
            </span>
          </div>
        );
      })}
    </div>
  );
}

/** Two bounds for each score that boxes have. */
function Scores({
  counts,
  config,
  onChange,
}: {
  readonly counts: LayerCounts;
  readonly config: OverlayConfig;
  readonly onChange: (config: OverlayConfig) => void;
}): ReactElement {
  return (
    <>
      {counts.scores.map(({ name, min, max }) => {
        const [least, most] = config.scores[name] ?? [null, null];
        // The pictures of this step may all lie within or without what was chosen at another.
        const [low, high] = [Math.min(min, least ?? min), Math.max(max, most ?? max)];
        const [from, to] = [least ?? low, most ?? high];
        const step = (high - low) / 100 || 1;
        const set = (nextFrom: number, nextTo: number): void => {
          const range: ScoreRange = [
            nextFrom <= low + step / 2 ? null : nextFrom,
            nextTo >= high - step / 2 ? null : nextTo,
          ];
          onChange({ ...config, scores: { ...config.scores, [name]: range } });
        };
        const bounds = { min: low, max: high, step, className: styles.slider };
        return (
          <div key={name} role="group" aria-label={name}>
            <div className={styles.layerRow}>
              <span>
                {name} ≥ {formatNumber(from, 3)}
              </span>
              <Slider
                {...bounds}
                label={strings.leastScore(name)}
                value={from}
                onValue={(next) => set(next, Math.max(next, to))}
              />
            </div>
            <div className={styles.layerRow}>
              <span>
                {name} ≤ {formatNumber(to, 3)}
              </span>
              <Slider
                {...bounds}
                label={strings.mostScore(name)}
                value={to}
                onValue={(next) => set(Math.min(from, next), next)}
              />
            </div>
          </div>
        );
      })}
    </>
  );
}
