import { RotateCcw } from 'lucide-react';
import { useState, type ReactElement, type ReactNode } from 'react';
import type { GroupBand, GroupCenter, XAxis } from '#shared/api';
import type { ScaleKind } from '#ui/charts';
import { IconButton, SegmentedControl, Select, Switch, TextField } from '#ui/widgets';
import type { Follow, LineKind, SettingOverrides, SharedSettings } from '../settings.ts';
import { strings as panelStrings } from '../strings.ts';
import { AxisPicker } from './axis-picker.tsx';
import styles from './settings-form.module.css';
import { SmoothingControl } from './smoothing-control.tsx';
import { strings } from './strings.ts';

export const SCALES: readonly { readonly value: ScaleKind; readonly label: string }[] = [
  { value: 'linear', label: panelStrings.linear },
  { value: 'log', label: panelStrings.log },
  { value: 'symlog', label: panelStrings.symlog },
];
const LINE_KINDS: readonly { readonly value: LineKind; readonly label: string }[] = [
  { value: 'line', label: strings.lineKinds.line },
  { value: 'step', label: strings.lineKinds.step },
  { value: 'points', label: strings.lineKinds.points },
  { value: 'area', label: strings.lineKinds.area },
  { value: 'stacked', label: strings.lineKinds.stacked },
  { value: 'percent', label: strings.lineKinds.percent },
];
const FOLLOWS: readonly { readonly value: Follow; readonly label: string }[] = [
  { value: 'mean', label: strings.follows.mean },
  { value: 'last', label: strings.follows.last },
  { value: 'min', label: strings.follows.min },
  { value: 'max', label: strings.follows.max },
];
const CENTERS: readonly { readonly value: GroupCenter; readonly label: string }[] = [
  { value: 'mean', label: strings.centers.mean },
  { value: 'median', label: strings.centers.median },
  { value: 'min', label: strings.centers.min },
  { value: 'max', label: strings.centers.max },
];
const BANDS: readonly { readonly value: GroupBand; readonly label: string }[] = [
  { value: 'minmax', label: strings.bands.minmax },
  { value: 'std', label: strings.bands.std },
  { value: 'stderr', label: strings.bands.stderr },
  { value: 'ci95', label: strings.bands.ci95 },
  { value: 'p25p75', label: strings.bands.p25p75 },
  { value: 'p10p90', label: strings.bands.p10p90 },
  { value: 'none', label: strings.bands.none },
];
const LEGENDS: readonly { readonly value: SharedSettings['legend']; readonly label: string }[] = [
  { value: 'none', label: strings.legends.none },
  { value: 'top', label: strings.legends.top },
  { value: 'bottom', label: strings.legends.bottom },
  { value: 'left', label: strings.legends.left },
  { value: 'right', label: strings.legends.right },
];
const WIDTHS = [
  { value: 0, label: strings.automatic },
  ...[0.75, 1, 1.5, 2, 3, 4].map((value) => ({ value, label: strings.px(value) })),
];
const MARKERS: readonly { readonly value: SharedSettings['markers']; readonly label: string }[] = [
  { value: 'auto', label: strings.markers.auto },
  { value: 'all', label: strings.markers.all },
  { value: 'none', label: strings.markers.none },
];
const TOOLTIPS = [
  { value: 'all', label: strings.tooltips.all },
  { value: '5', label: strings.tooltips.some },
  { value: 'nearest', label: strings.tooltips.nearest },
] as const;

export interface SettingsFormProps {
  /** In force: inherited and own together. */
  readonly config: SharedSettings;
  readonly own: SettingOverrides;
  /** undefined takes a setting back. */
  readonly onChange: (part: { readonly [Name in keyof SharedSettings]?: SharedSettings[Name] | undefined }) => void;
  readonly xKeys: readonly string[];
  /** The axis when none is chosen; left out above the panel, where it depends on the metric. */
  readonly defaultX?: XAxis;
  /** Settings for groups are shown where runs are grouped. */
  readonly isGrouped: boolean;
}

/** All settings that go down from board to panel. An own one has a dot and a button that gives it back. */
export function SettingsForm(props: SettingsFormProps): ReactElement {
  const { config, onChange, xKeys, defaultX, isGrouped } = props;
  return (
    <>
      <Row {...props} label={panelStrings.xAxis} names={['x']}>
        <AxisPicker
          value={config.x ?? defaultX}
          {...(defaultX === undefined ? {} : { defaultX })}
          keys={xKeys}
          onValue={(x) => onChange({ x })}
        />
      </Row>
      <ScaleRow {...props} axis={strings.axes.x} scale="xScale" linearWidth="xLinearWidth" />
      <ScaleRow {...props} axis={strings.axes.y} scale="yScale" linearWidth="yLinearWidth" />
      <RangeRow {...props} axis={strings.axes.x} low="xMin" high="xMax" />
      <RangeRow {...props} axis={strings.axes.y} low="yMin" high="yMax" />
      <Row {...props} label="" names={['isOutliersIgnored']}>
        <Switch
          label={strings.ignoreOutliers}
          isOn={config.isOutliersIgnored}
          onToggle={(isOutliersIgnored) => onChange({ isOutliersIgnored })}
        />
      </Row>
      <LineRows {...props} />
      {isGrouped ? <GroupRow {...props} /> : undefined}
      <ReadingRows {...props} />
    </>
  );
}

/** Kind, smoothing and what is drawn of buckets. */
function LineRows(props: SettingsFormProps): ReactElement {
  const { config, onChange } = props;
  return (
    <>
      <Row {...props} label={strings.drawnAs} names={['lineKind']}>
        <Select
          label={strings.drawnAs}
          size="small"
          options={LINE_KINDS}
          value={config.lineKind}
          onValue={(lineKind) => onChange({ lineKind })}
        />
      </Row>
      <Row {...props} label={strings.width} names={['lineWidth']}>
        <Select
          label={strings.widthOfLines}
          size="small"
          options={WIDTHS}
          value={config.lineWidth}
          onValue={(lineWidth) => onChange({ lineWidth })}
        />
      </Row>
      <Row {...props} label={strings.points} names={['markers']}>
        <SegmentedControl
          label={strings.pointsMarked}
          items={MARKERS}
          value={config.markers}
          onValue={(markers) => onChange({ markers })}
        />
      </Row>
      <Row {...props} label={panelStrings.smoothing} names={['smoothing']}>
        <SmoothingControl value={config.smoothing} onValue={(smoothing) => onChange({ smoothing })} />
      </Row>
      {config.smoothing.kind === 'none' ? undefined : (
        <Row {...props} label="" names={['isOriginalShown']}>
          <Switch
            label={panelStrings.showOriginal}
            isOn={config.isOriginalShown}
            onToggle={(isOriginalShown) => onChange({ isOriginalShown })}
          />
        </Row>
      )}
      <Row {...props} label={strings.buckets} names={['follow', 'isEnvelopeShown']}>
        <div className={styles.pair}>
          <SegmentedControl
            label={strings.follow}
            items={FOLLOWS}
            value={config.follow}
            onValue={(follow) => onChange({ follow })}
          />
          <Switch
            label={strings.band}
            isOn={config.isEnvelopeShown}
            onToggle={(isEnvelopeShown) => onChange({ isEnvelopeShown })}
          />
        </div>
      </Row>
    </>
  );
}

function GroupRow(props: SettingsFormProps): ReactElement {
  const { config, onChange } = props;
  return (
    <>
      <Row {...props} label={strings.groups} names={['groupCenter', 'groupBand']}>
        <div className={styles.pair}>
          <Select
            label={strings.center}
            size="small"
            options={CENTERS}
            value={config.groupCenter}
            onValue={(groupCenter) => onChange({ groupCenter })}
          />
          <Select
            label={strings.bandOfGroup}
            size="small"
            options={BANDS}
            value={config.groupBand}
            onValue={(groupBand) => onChange({ groupBand })}
          />
        </div>
      </Row>
      <Row {...props} label="" names={['isMembersShown']}>
        <Switch
          label={strings.showMembers}
          isOn={config.isMembersShown}
          onToggle={(isMembersShown) => onChange({ isMembersShown })}
        />
      </Row>
    </>
  );
}

/** Tooltip and legend. */
function ReadingRows(props: SettingsFormProps): ReactElement {
  const { config, onChange } = props;
  return (
    <>
      <Row {...props} label={strings.tooltip} names={['tooltip']}>
        <Select
          label={strings.tooltip}
          size="small"
          options={TOOLTIPS}
          value={typeof config.tooltip === 'number' ? '5' : config.tooltip}
          onValue={(value) => onChange({ tooltip: value === '5' ? 5 : value })}
        />
      </Row>
      <Row {...props} label={strings.legend} names={['legend']}>
        <SegmentedControl
          label={strings.legend}
          items={LEGENDS}
          value={config.legend}
          onValue={(legend) => onChange({ legend })}
        />
      </Row>
      <Row {...props} label={strings.lineNames} names={['legendTemplate']}>
        <TextField
          label={strings.lineNames}
          isLabelHidden
          size="small"
          placeholder="${run:displayName} · ${config:lr} [[ ${y} at ${x} ]]"
          value={config.legendTemplate}
          onValue={(legendTemplate) => onChange({ legendTemplate: legendTemplate === '' ? undefined : legendTemplate })}
        />
      </Row>
    </>
  );
}

interface RangeRowProps extends SettingsFormProps {
  readonly axis: string;
  readonly low: 'xMin' | 'yMin';
  readonly high: 'xMax' | 'yMax';
}

function RangeRow({ axis, low, high, ...props }: RangeRowProps): ReactElement {
  const { config, onChange } = props;
  return (
    <Row {...props} label={strings.range(axis)} names={[low, high]}>
      <div className={styles.pair}>
        <NumberField
          label={strings.minimum(axis)}
          value={config[low]}
          onValue={(value) => onChange({ [low]: value })}
        />
        <span aria-hidden>–</span>
        <NumberField
          label={strings.maximum(axis)}
          value={config[high]}
          onValue={(value) => onChange({ [high]: value })}
        />
      </div>
    </Row>
  );
}

interface ScaleRowProps extends SettingsFormProps {
  readonly axis: string;
  readonly scale: 'xScale' | 'yScale';
  readonly linearWidth: 'xLinearWidth' | 'yLinearWidth';
}

function ScaleRow({ axis, scale, linearWidth, ...props }: ScaleRowProps): ReactElement {
  const { config, onChange } = props;
  return (
    <Row {...props} label={strings.scale(axis)} names={[scale, linearWidth]}>
      <div className={styles.pair}>
        <SegmentedControl
          label={strings.scale(axis)}
          items={SCALES}
          value={config[scale]}
          onValue={(value) => onChange({ [scale]: value })}
        />
        {config[scale] === 'symlog' ? (
          <NumberField
            label={strings.linearWithin(axis)}
            isPositive
            value={config[linearWidth]}
            onValue={(value) => onChange({ [linearWidth]: value })}
          />
        ) : undefined}
      </div>
    </Row>
  );
}

interface RowProps extends Pick<SettingsFormProps, 'own' | 'onChange'> {
  readonly label: string;
  readonly names: readonly (keyof SharedSettings)[];
  readonly children: ReactNode;
}

/** A row whose settings go back together. */
function Row({ label, names, own, onChange, children }: RowProps): ReactElement {
  return (
    <SettingRow
      label={label}
      isOwn={names.some((name) => own[name] !== undefined)}
      onReset={() => onChange(Object.fromEntries(names.map((name) => [name, undefined])))}
    >
      {children}
    </SettingRow>
  );
}

export interface SettingRowProps {
  readonly label: string;
  readonly isOwn: boolean;
  readonly onReset: () => void;
  readonly children: ReactNode;
}

/** One setting: name, dot when it is an own one, control, and the way back. */
export function SettingRow({ label, isOwn, onReset, children }: SettingRowProps): ReactElement {
  return (
    <div className={styles.setting}>
      <span className={styles.settingName} data-own={isOwn ? '' : undefined}>
        {label}
      </span>
      <div className={styles.settingControl}>{children}</div>
      <span className={styles.settingReset}>
        {isOwn ? (
          <IconButton label={panelStrings.inherit} size="small" onClick={onReset}>
            <RotateCcw size={13} aria-hidden />
          </IconButton>
        ) : undefined}
      </span>
    </div>
  );
}

/** A row of a form whose settings are inherited from nowhere. */
export function FormRow({ label, children }: Pick<SettingRowProps, 'label' | 'children'>): ReactElement {
  return (
    <div className={styles.formRow}>
      <span className={styles.settingName}>{label}</span>
      <div className={styles.settingControl}>{children}</div>
    </div>
  );
}

/** The title of a panel that names itself while nobody has. */
export function TitleRow({
  title,
  onTitle,
}: {
  readonly title: string | undefined;
  readonly onTitle: (title: string | undefined) => void;
}): ReactElement {
  return (
    <FormRow label={panelStrings.title}>
      <TextField
        label={panelStrings.title}
        isLabelHidden
        size="small"
        placeholder={panelStrings.automatic}
        value={title ?? ''}
        onValue={(next) => onTitle(next === '' ? undefined : next)}
      />
    </FormRow>
  );
}

interface NumberFieldProps {
  readonly label: string;
  readonly value: number | undefined;
  readonly isPositive?: boolean;
  readonly onValue: (value: number | undefined) => void;
}

/** A number that may be left to the data. What is typed counts once it is a number. */
export function NumberField({ label, value, isPositive = false, onValue }: NumberFieldProps): ReactElement {
  const [typed, setTyped] = useState<string | undefined>(undefined);
  const text = typed ?? (value === undefined ? '' : String(value));
  const isRight = (words: string): boolean => Number.isFinite(Number(words)) && (!isPositive || Number(words) > 0);
  return (
    <TextField
      label={label}
      isLabelHidden
      size="small"
      inputMode="decimal"
      title={label}
      placeholder={panelStrings.automatic}
      value={text}
      data-invalid={text.trim() !== '' && !isRight(text) ? '' : undefined}
      onBlur={() => setTyped(undefined)}
      onValue={(next) => {
        setTyped(next);
        if (next.trim() === '') onValue(undefined);
        else if (isRight(next)) onValue(Number(next));
      }}
    />
  );
}
