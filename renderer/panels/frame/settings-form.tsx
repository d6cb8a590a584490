import { RotateCcw } from 'lucide-react';
import { useState, type ReactElement, type ReactNode } from 'react';
import type { GroupBand, GroupCenter, XAxis } from '#shared/api';
import type { ScaleKind } from '#ui/charts';
import { IconButton, SegmentedControl, Select, Switch, TextField } from '#ui/widgets';
import type { Follow, LineKind, SettingOverrides, SharedSettings } from '../settings.ts';
import { strings } from '../strings.ts';
import { AxisPicker } from './axis-picker.tsx';
import styles from './settings-form.module.css';
import { SmoothingControl } from './smoothing-control.tsx';

export const SCALES: readonly { readonly value: ScaleKind; readonly label: string }[] = [
  { value: 'linear', label: strings.linear },
  { value: 'log', label: strings.log },
  { value: 'symlog', label: strings.symlog },
];
const LINE_KINDS: readonly { readonly value: LineKind; readonly label: string }[] = [
  { value: 'line', label: 'Line' },
  { value: 'step', label: 'Step' },
  { value: 'points', label: 'Points' },
  { value: 'area', label: 'Area' },
  { value: 'stacked', label: 'Stacked area' },
  { value: 'percent', label: 'Percent area' },
];
const FOLLOWS: readonly { readonly value: Follow; readonly label: string }[] = [
  { value: 'mean', label: 'Mean' },
  { value: 'last', label: 'Last' },
  { value: 'min', label: 'Min' },
  { value: 'max', label: 'Max' },
];
const CENTERS: readonly { readonly value: GroupCenter; readonly label: string }[] = [
  { value: 'mean', label: 'Mean' },
  { value: 'median', label: 'Median' },
  { value: 'min', label: 'Min' },
  { value: 'max', label: 'Max' },
];
const BANDS: readonly { readonly value: GroupBand; readonly label: string }[] = [
  { value: 'minmax', label: 'Min to max' },
  { value: 'std', label: '± standard deviation' },
  { value: 'stderr', label: '± standard error' },
  { value: 'ci95', label: '95 % confidence' },
  { value: 'p25p75', label: '25th to 75th percentile' },
  { value: 'p10p90', label: '10th to 90th percentile' },
  { value: 'none', label: 'No band' },
];
const LEGENDS: readonly { readonly value: SharedSettings['legend']; readonly label: string }[] = [
  { value: 'none', label: 'None' },
  { value: 'top', label: 'Top' },
  { value: 'bottom', label: 'Bottom' },
  { value: 'left', label: 'Left' },
  { value: 'right', label: 'Right' },
];
const WIDTHS = [
  { value: 0, label: 'Automatic' },
  ...[0.75, 1, 1.5, 2, 3, 4].map((value) => ({ value, label: `${value} px` })),
];
const MARKERS: readonly { readonly value: SharedSettings['markers']; readonly label: string }[] = [
  { value: 'auto', label: 'Where sparse' },
  { value: 'all', label: 'All' },
  { value: 'none', label: 'None' },
];
const TOOLTIPS = [
  { value: 'all', label: 'All lines' },
  { value: '5', label: '5 lines' },
  { value: 'nearest', label: 'Nearest line' },
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
      <Row {...props} label={strings.xAxis} names={['x']}>
        <AxisPicker
          value={config.x ?? defaultX}
          {...(defaultX === undefined ? {} : { defaultX })}
          keys={xKeys}
          onValue={(x) => onChange({ x })}
        />
      </Row>
      <ScaleRow {...props} axis="X" scale="xScale" linearWidth="xLinearWidth" />
      <ScaleRow {...props} axis="Y" scale="yScale" linearWidth="yLinearWidth" />
      <RangeRow {...props} axis="X" low="xMin" high="xMax" />
      <RangeRow {...props} axis="Y" low="yMin" high="yMax" />
      <Row {...props} label="" names={['isOutliersIgnored']}>
        <Switch
          label="Ignore outliers (5th to 95th percentile)"
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
      <Row {...props} label="Drawn as" names={['lineKind']}>
        <Select
          label="Drawn as"
          size="small"
          options={LINE_KINDS}
          value={config.lineKind}
          onValue={(lineKind) => onChange({ lineKind })}
        />
      </Row>
      <Row {...props} label="Width" names={['lineWidth']}>
        <Select
          label="Width of the lines"
          size="small"
          options={WIDTHS}
          value={config.lineWidth}
          onValue={(lineWidth) => onChange({ lineWidth })}
        />
      </Row>
      <Row {...props} label="Points" names={['markers']}>
        <SegmentedControl
          label="Points are marked"
          items={MARKERS}
          value={config.markers}
          onValue={(markers) => onChange({ markers })}
        />
      </Row>
      <Row {...props} label={strings.smoothing} names={['smoothing']}>
        <SmoothingControl value={config.smoothing} onValue={(smoothing) => onChange({ smoothing })} />
      </Row>
      {config.smoothing.kind === 'none' ? undefined : (
        <Row {...props} label="" names={['isOriginalShown']}>
          <Switch
            label={strings.showOriginal}
            isOn={config.isOriginalShown}
            onToggle={(isOriginalShown) => onChange({ isOriginalShown })}
          />
        </Row>
      )}
      <Row {...props} label="Buckets" names={['follow', 'isEnvelopeShown']}>
        <div className={styles.pair}>
          <SegmentedControl
            label="The line follows"
            items={FOLLOWS}
            value={config.follow}
            onValue={(follow) => onChange({ follow })}
          />
          <Switch
            label="Band"
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
      <Row {...props} label="Groups" names={['groupCenter', 'groupBand']}>
        <div className={styles.pair}>
          <Select
            label="Centre of a group"
            size="small"
            options={CENTERS}
            value={config.groupCenter}
            onValue={(groupCenter) => onChange({ groupCenter })}
          />
          <Select
            label="Band of a group"
            size="small"
            options={BANDS}
            value={config.groupBand}
            onValue={(groupBand) => onChange({ groupBand })}
          />
        </div>
      </Row>
      <Row {...props} label="" names={['isMembersShown']}>
        <Switch
          label="Show the runs behind their group"
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
      <Row {...props} label="Tooltip" names={['tooltip']}>
        <Select
          label="Tooltip"
          size="small"
          options={TOOLTIPS}
          value={typeof config.tooltip === 'number' ? '5' : config.tooltip}
          onValue={(value) => onChange({ tooltip: value === '5' ? 5 : value })}
        />
      </Row>
      <Row {...props} label="Legend" names={['legend']}>
        <SegmentedControl
          label="Legend"
          items={LEGENDS}
          value={config.legend}
          onValue={(legend) => onChange({ legend })}
        />
      </Row>
      <Row {...props} label="Line names" names={['legendTemplate']}>
        <TextField
          label="Line names"
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
  readonly axis: 'X' | 'Y';
  readonly low: 'xMin' | 'yMin';
  readonly high: 'xMax' | 'yMax';
}

function RangeRow({ axis, low, high, ...props }: RangeRowProps): ReactElement {
  const { config, onChange } = props;
  return (
    <Row {...props} label={`${axis} range`} names={[low, high]}>
      <div className={styles.pair}>
        <NumberField label={`${axis} minimum`} value={config[low]} onValue={(value) => onChange({ [low]: value })} />
        <span aria-hidden>–</span>
        <NumberField label={`${axis} maximum`} value={config[high]} onValue={(value) => onChange({ [high]: value })} />
      </div>
    </Row>
  );
}

interface ScaleRowProps extends SettingsFormProps {
  readonly axis: 'X' | 'Y';
  readonly scale: 'xScale' | 'yScale';
  readonly linearWidth: 'xLinearWidth' | 'yLinearWidth';
}

function ScaleRow({ axis, scale, linearWidth, ...props }: ScaleRowProps): ReactElement {
  const { config, onChange } = props;
  return (
    <Row {...props} label={`${axis} scale`} names={[scale, linearWidth]}>
      <div className={styles.pair}>
        <SegmentedControl
          label={`${axis} scale`}
          items={SCALES}
          value={config[scale]}
          onValue={(value) => onChange({ [scale]: value })}
        />
        {config[scale] === 'symlog' ? (
          <NumberField
            label={`${axis}: linear within`}
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
          <IconButton label={strings.inherit} size="small" onClick={onReset}>
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
    <FormRow label={strings.title}>
      <TextField
        label={strings.title}
        isLabelHidden
        size="small"
        placeholder={strings.automatic}
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
      placeholder={strings.automatic}
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
