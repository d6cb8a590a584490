import { FileDown, FileUp } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useData, useSavePreset, useSession } from '#ui/data';
import { Button, FileButton, showToast, TextField } from '#ui/widgets';
import { downloadBlob, fileNameOf } from '../../../download.ts';
import { strings } from '../strings.ts';
import styles from './editor.module.css';
import type { EditorPart } from './preset-row.tsx';

/** What the host takes, in bytes. */
const LARGEST_SPEC = 1024 * 1024;

/** The specification as text, with what is wrong with it; kept as a preset or as a file. */
export function SpecText({ chart, config, onConfig }: EditorPart): ReactElement {
  const { clock } = useData();
  const [refusal, setRefusal] = useState<string | undefined>(undefined);
  const text = config.spec ?? chart.specText;
  const fault = refusal ?? chart.fault;
  const set = (next: string): void => {
    const isTooLarge = next.length > LARGEST_SPEC;
    setRefusal(isTooLarge ? strings.tooLarge : undefined);
    if (!isTooLarge) onConfig({ spec: next });
  };
  const open = (chosen: File): void => {
    if (chosen.size > LARGEST_SPEC) setRefusal(strings.tooLarge);
    else chosen.text().then(set, () => setRefusal(strings.notRead));
  };
  return (
    <div className={styles.spec}>
      <textarea
        aria-label={strings.spec}
        aria-invalid={fault !== undefined}
        spellCheck={false}
        value={text}
        onChange={(event) => set(event.target.value)}
      />
      {fault === undefined ? (
        <p className={styles.note}>{strings.specNote}</p>
      ) : (
        <p className={styles.fault} role="alert">
          {fault}
        </p>
      )}
      <div className={styles.buttons}>
        <Button
          size="small"
          icon={<FileDown size={13} aria-hidden />}
          onClick={() => {
            const blob = new Blob([text], { type: 'application/json' });
            downloadBlob(clock, blob, `${fileNameOf(chart.preset === '' ? 'chart' : chart.preset)}.json`);
          }}
        >
          {strings.download}
        </Button>
        <FileButton
          size="small"
          icon={<FileUp size={13} aria-hidden />}
          label={strings.open}
          accept=".json,application/json"
          onFile={open}
        >
          {strings.open}
        </FileButton>
        {config.spec === undefined ? undefined : (
          <Button size="small" onClick={() => (setRefusal(undefined), onConfig({ spec: undefined }))}>
            {strings.asPreset}
          </Button>
        )}
      </div>
      <KeepPreset key={chart.preset} chart={chart} config={config} onConfig={onConfig} text={text} />
    </div>
  );
}

/** Keeps the text as a preset that scripts can name, and takes such a preset away. */
function KeepPreset({ chart, config, onConfig, text }: EditorPart & { readonly text: string }): ReactElement {
  const { preset, presets } = chart;
  const session = useSession().data?.entity;
  const own = presets.find((one) => `${one.entity}/${one.name}` === preset);
  // A preset that a script asked for and that is not here is made under the very name.
  const isAsked = own === undefined && /^[^/]+\/[^/]+$/.test(preset);
  const [name, setName] = useState(own !== undefined || isAsked ? preset : '');
  const save = useSavePreset();
  const id = name.includes('/') || session === undefined ? name : `${session}/${name}`;
  const isName = /^[^/]{1,256}\/[^/]{1,256}$/.test(id.trim());
  const isKnown = presets.some((one) => `${one.entity}/${one.name}` === id);
  const onError = (error: Error): void => showToast(`${strings.saveFailed}: ${error.message}`, { kind: 'error' });
  const keep = (): void => {
    const [entity = '', last = ''] = id.trim().split('/');
    const displayName = presets.find((one) => one.entity === entity && one.name === last)?.displayName ?? last;
    save.mutate(
      { entity, name: last, preset: { displayName, spec: text } },
      {
        onSuccess: () => {
          onConfig({ preset: `${entity}/${last}`, spec: undefined });
          showToast(strings.saved(`${entity}/${last}`));
        },
        onError,
      },
    );
  };
  const remove = (): void => {
    if (own === undefined) return;
    const { entity, name: last, displayName, spec } = own;
    const back = (): void => save.mutate({ entity, name: last, preset: { displayName, spec } }, { onError });
    save.mutate(
      { entity, name: last, preset: undefined },
      {
        onSuccess: () => showToast(strings.deleted(preset), { action: { label: strings.undo, run: back } }),
        onError,
      },
    );
  };
  return (
    <div className={styles.keep}>
      <TextField
        label={strings.presetName}
        size="small"
        isMono
        placeholder={session === undefined ? strings.presetNameSample : `${session}/${strings.presetNameSample}`}
        value={name}
        onValue={setName}
      />
      <Button
        size="small"
        disabled={!isName || chart.fault !== undefined || text === '' || save.isPending}
        onClick={keep}
      >
        {isKnown ? strings.replace : strings.save}
      </Button>
      {own === undefined || config.spec !== undefined ? undefined : (
        <Button size="small" kind="danger" disabled={save.isPending} onClick={remove}>
          {strings.deletePreset}
        </Button>
      )}
    </div>
  );
}
