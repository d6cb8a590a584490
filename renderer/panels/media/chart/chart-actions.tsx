import { Maximize2, Minimize2, MoreHorizontal, Settings2 } from 'lucide-react';
import type { ReactElement, RefObject } from 'react';
import { useData } from '#ui/data';
import { Button, IconButton, Menu, Popover, resolveColor, Select, showToast, TextField } from '#ui/widgets';
import { downloadBlob, fileNameOf } from '../../download.ts';
import { usePanelMenu } from '../../frame/chrome.tsx';
import type { PanelViewProps } from '../../registry.ts';
import styles from './chart.module.css';
import type { ChartConfig } from './config.ts';
import { csvOf } from './csv.ts';
import type { DrawnChart } from './draw.ts';
import { PRESETS } from './presets.ts';
import { strings } from './strings.ts';
import type { Chart } from './use-chart.ts';

export interface ChartActionsProps extends PanelViewProps {
  readonly name: string;
  readonly chart: Chart;
  readonly config: ChartConfig;
  readonly onConfig: (part: Partial<ChartConfig>) => void;
  readonly drawn: RefObject<DrawnChart | undefined>;
  readonly onEdit: () => void;
}

/** The buttons of a custom chart: preset and fields, full screen, pictures and rows as files. */
export function ChartActions(props: ChartActionsProps): ReactElement {
  const { name, chart, drawn, onEdit, isFullScreen, onFullScreen } = props;
  const { clock } = useData();
  const panelMenu = usePanelMenu();
  const savePicture = (kind: 'svg' | 'png'): void => {
    const made = drawn.current?.toImage(kind, resolveColor('var(--surface)'));
    made?.then(
      (blob) => downloadBlob(clock, blob, `${fileNameOf(name)}.${kind}`),
      () => showToast(strings.pictureFailed, { kind: 'error' }),
    );
  };
  const isReady = chart.state.kind === 'ready';
  const saveRows = (): void => {
    if (chart.state.kind !== 'ready') return;
    const text = csvOf(chart.state.data);
    downloadBlob(clock, new Blob([text], { type: 'text/csv' }), `${fileNameOf(name)}.csv`);
  };
  return (
    <>
      <Popover
        label={strings.settings}
        align="end"
        trigger={
          <IconButton label={strings.settings} size="small">
            <Settings2 size={14} aria-hidden />
          </IconButton>
        }
      >
        <Settings {...props} />
      </Popover>
      <IconButton
        label={isFullScreen ? strings.leaveFullScreen : strings.fullScreen}
        size="small"
        onClick={onFullScreen}
      >
        {isFullScreen ? <Minimize2 size={14} aria-hidden /> : <Maximize2 size={14} aria-hidden />}
      </IconButton>
      <Menu
        align="end"
        trigger={
          <IconButton label={strings.more} size="small">
            <MoreHorizontal size={14} aria-hidden />
          </IconButton>
        }
        entries={[
          { kind: 'action', label: strings.editSpec, run: onEdit },
          { kind: 'separator' },
          { kind: 'action', label: strings.savePng, isDisabled: !isReady, run: () => savePicture('png') },
          { kind: 'action', label: strings.saveSvg, isDisabled: !isReady, run: () => savePicture('svg') },
          { kind: 'action', label: strings.saveCsv, isDisabled: !isReady, run: saveRows },
          ...panelMenu(),
        ]}
      />
    </>
  );
}

const OWN = '';

/** Title, preset, and what fills each field and text of the specification. */
function Settings({ title, chart, config, onConfig, onEdit }: ChartActionsProps): ReactElement {
  const { columns, placeholders, fields, strings: texts, preset, presets } = chart;
  const own = presets.map((one) => ({ value: `${one.entity}/${one.name}`, label: one.displayName }));
  const known = [...PRESETS.map((one) => ({ value: one.id, label: one.title })), ...own];
  const isKnown = known.some((one) => one.value === preset);
  const options = [
    ...(config.spec === undefined ? [] : [{ value: OWN, label: strings.ownSpec }]),
    ...known,
    ...(isKnown || preset === '' ? [] : [{ value: preset, label: preset }]),
  ];
  return (
    <div className={styles.settings}>
      <TextField
        label={strings.title}
        value={config.title ?? ''}
        placeholder={title}
        onValue={(next) => onConfig({ title: next })}
      />
      <Select
        label={strings.preset}
        options={options}
        value={config.spec === undefined ? preset : OWN}
        onValue={(next) => {
          if (next !== OWN) onConfig({ preset: next, spec: undefined });
        }}
      />
      {placeholders.fields.map((field) => (
        <label key={field} className={styles.fieldRow}>
          <span>{strings.field(field)}</span>
          <Select
            label={strings.field(field)}
            size="small"
            options={[{ value: '', label: strings.noColumn }, ...columns.map((value) => ({ value, label: value }))]}
            value={columns.includes(fields[field] ?? '') ? (fields[field] ?? '') : ''}
            onValue={(column) => onConfig({ fields: { ...config.fields, [field]: column } })}
          />
        </label>
      ))}
      {placeholders.strings.map((name) => (
        <TextField
          key={name}
          label={strings.text(name)}
          size="small"
          value={texts[name] ?? ''}
          onValue={(text) => onConfig({ strings: { ...config.strings, [name]: text } })}
        />
      ))}
      <Button size="small" onClick={onEdit}>
        {strings.editSpec}
      </Button>
    </div>
  );
}
