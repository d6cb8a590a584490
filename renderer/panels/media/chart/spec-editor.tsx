import { useMemo, useRef, useState, type ReactElement } from 'react';
import { useData, useSavePreset, useSession } from '#ui/data';
import { Button, Dialog, showToast, TextField } from '#ui/widgets';
import { downloadBlob, fileNameOf } from '../../download.ts';
import { PanelMessage } from '../../frame/panel-frame.tsx';
import styles from './chart.module.css';
import type { ChartConfig } from './config.ts';
import { fillSpec, parseSpec } from './fill.ts';
import { strings } from './strings.ts';
import type { Chart } from './use-chart.ts';
import { VegaView } from './vega-view.tsx';

export interface SpecEditorProps {
  readonly chart: Chart;
  readonly config: ChartConfig;
  readonly onConfig: (part: Partial<ChartConfig>) => void;
  readonly onClose: () => void;
}

/** The specification as text with the chart it makes beside it; kept in the panel, as a file, or as a preset. */
export function SpecEditor({ chart, config, onConfig, onClose }: SpecEditorProps): ReactElement {
  const { clock } = useData();
  const [text, setText] = useState(chart.specText);
  const file = useRef<HTMLInputElement>(null);
  const read = useMemo(() => {
    try {
      return { spec: fillSpec(parseSpec(text), { fields: chart.fields, strings: chart.strings }) };
    } catch (error) {
      return { fault: error instanceof Error ? error.message : String(error) };
    }
  }, [text, chart.fields, chart.strings]);
  // What was last understood stays while a letter is missing.
  const [good, setGood] = useState(read.spec);
  if (read.spec !== undefined && read.spec !== good) setGood(read.spec);
  const rows = chart.state.kind === 'ready' ? chart.state.data.rows : undefined;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={strings.spec}
      width="wide"
      actions={
        <>
          {config.spec === undefined ? undefined : (
            <Button
              onClick={() => {
                onConfig({ spec: undefined });
                onClose();
              }}
            >
              {strings.asLogged}
            </Button>
          )}
          <Button onClick={onClose}>{strings.close}</Button>
          <Button
            kind="primary"
            disabled={read.fault !== undefined}
            onClick={() => {
              onConfig({ spec: text });
              onClose();
            }}
          >
            {strings.use}
          </Button>
        </>
      }
    >
      <div className={styles.editor}>
        <div className={styles.editorText}>
          <textarea
            aria-label={strings.spec}
            aria-invalid={read.fault !== undefined}
            spellCheck={false}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          {read.fault === undefined ? (
            <p className={styles.note}>{strings.specNote}</p>
          ) : (
            <p className={styles.fault} role="alert">
              {read.fault}
            </p>
          )}
          <PresetRow chart={chart} text={text} isGood={read.fault === undefined} onConfig={onConfig} />
          <div className={styles.presetRow}>
            <Button
              size="small"
              onClick={() =>
                downloadBlob(clock, new Blob([text], { type: 'application/json' }), `${fileNameOf(chart.preset)}.json`)
              }
            >
              {strings.download}
            </Button>
            <Button size="small" onClick={() => file.current?.click()}>
              {strings.open}
            </Button>
            <input
              ref={file}
              type="file"
              accept=".json,application/json"
              hidden
              onChange={(event) => void event.target.files?.[0]?.text().then(setText)}
            />
          </div>
        </div>
        <div className={styles.preview}>
          {rows === undefined || good === undefined ? (
            <PanelMessage title={chart.state.kind === 'nothing' ? chart.state.title : strings.loading} />
          ) : (
            <VegaView spec={good} rows={rows} label={strings.spec} />
          )}
        </div>
      </div>
    </Dialog>
  );
}

/** Keeps the text as a preset that scripts can name, and takes such a preset away. */
function PresetRow({
  chart,
  text,
  isGood,
  onConfig,
}: {
  readonly chart: Chart;
  readonly text: string;
  readonly isGood: boolean;
  readonly onConfig: (part: Partial<ChartConfig>) => void;
}): ReactElement {
  const own = chart.presets.find((one) => `${one.entity}/${one.name}` === chart.preset);
  const entity = useSession().data?.entity ?? own?.entity ?? 'local';
  const [name, setName] = useState(own?.name ?? '');
  const save = useSavePreset();
  const id = `${entity}/${name}`;
  const keep = (): void => {
    const preset = { displayName: name, spec: text };
    save.mutate(
      { entity, name, preset },
      {
        onSuccess: () => {
          onConfig({ preset: id, spec: undefined });
          showToast(strings.saved(id));
        },
        onError: (error) => showToast(`${strings.saveFailed}: ${error.message}`, { kind: 'error' }),
      },
    );
  };
  return (
    <>
      <div className={styles.presetRow}>
        <TextField label={strings.presetName} size="small" value={name} onValue={setName} />
        <Button size="small" disabled={!isGood || !/^[\w.-]+$/.test(name) || save.isPending} onClick={keep}>
          {strings.save}
        </Button>
      </div>
      {own === undefined ? undefined : (
        <Button
          size="small"
          kind="danger"
          onClick={() =>
            save.mutate(
              { entity: own.entity, name: own.name, preset: undefined },
              { onSuccess: () => showToast(strings.deleted(chart.preset)) },
            )
          }
        >
          {strings.deletePreset(chart.preset)}
        </Button>
      )}
    </>
  );
}
