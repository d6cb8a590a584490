import { FileDown, FileUp, Trash2 } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import type { ChartPreset } from '#shared/api';
import { asProblem } from '#shared/errors';
import { useChartPresets, useData, useSavePreset, useSession } from '#ui/data';
import { downloadBlob } from '#ui/panels';
import { cx, ErrorNotice, FileButton, IconButton, showToast } from '#ui/widgets';
import page from '../page.module.css';
import { strings } from '../strings.ts';
import styles from './settings.module.css';

/** Presets of custom charts of one's own: those made in the editor of a chart, by scripts, and from files. */
export function ChartPresets(): ReactElement {
  const presets = useChartPresets();
  const words = strings.presets;
  const list = presets.data ?? [];
  return (
    <section className={page.section}>
      <h2 className={page.sectionTitle}>{words.title}</h2>
      <div className={page.card}>
        {presets.error === null ? undefined : (
          <div className={styles.row}>
            <ErrorNotice title={asProblem(presets.error).toData().message} onRetry={() => void presets.refetch()} />
          </div>
        )}
        {list.map((preset) => (
          <PresetRow key={idOf(preset)} preset={preset} />
        ))}
        <OpenRow presets={list} />
      </div>
    </section>
  );
}

function idOf({ entity, name }: Pick<ChartPreset, 'entity' | 'name'>): string {
  return `${entity}/${name}`;
}

function PresetRow({ preset }: { readonly preset: ChartPreset }): ReactElement {
  const { clock } = useData();
  const save = useSavePreset();
  const words = strings.presets;
  const { entity, name, displayName, spec } = preset;
  const fail = (error: Error): void => showToast(asProblem(error).toData().message, { kind: 'error' });
  const remove = (): void => {
    const back = (): void => save.mutate({ entity, name, preset: { displayName, spec } }, { onError: fail });
    save.mutate(
      { entity, name, preset: undefined },
      {
        onSuccess: () => showToast(words.deleted(idOf(preset)), { action: { label: words.undo, run: back } }),
        onError: fail,
      },
    );
  };
  return (
    <div className={styles.row}>
      <div className={styles.words}>
        <p className={styles.name}>{displayName === '' ? name : displayName}</p>
        <p className={cx(styles.note, page.mono)}>{idOf(preset)}</p>
      </div>
      <div className={styles.control}>
        <IconButton
          label={words.save(idOf(preset))}
          size="small"
          onClick={() => downloadBlob(clock, new Blob([spec], { type: 'application/json' }), `${name}.json`)}
        >
          <FileDown size={14} aria-hidden />
        </IconButton>
        <IconButton label={words.delete(idOf(preset))} size="small" disabled={save.isPending} onClick={remove}>
          <Trash2 size={14} aria-hidden />
        </IconButton>
      </div>
    </div>
  );
}

/** What the host takes, in bytes. */
const LARGEST = 1024 * 1024;

/** Takes presets in from files. One that is there already keeps its name. */
function OpenRow({ presets }: { readonly presets: readonly ChartPreset[] }): ReactElement {
  const [fault, setFault] = useState<string | undefined>(undefined);
  const save = useSavePreset();
  const entity = useSession().data?.entity;
  const words = strings.presets;
  const take = async (chosen: File): Promise<void> => {
    if (entity === undefined) return;
    if (chosen.size > LARGEST) throw new Error(words.tooLarge);
    const spec = await chosen.text();
    const given = chosen.name.replace(/\.json$/i, '').replaceAll('/', '-');
    const name = freeName(given === '' ? words.unnamed : given, entity, presets);
    await save.mutateAsync({ entity, name, preset: { displayName: name, spec } });
    showToast(words.opened(`${entity}/${name}`));
  };
  const open = (chosen: File): void => {
    setFault(undefined);
    take(chosen).catch((error: unknown) => setFault(`${chosen.name}: ${asProblem(error).toData().message}`));
  };
  return (
    <div className={styles.row}>
      <div className={styles.words}>
        <p className={styles.note}>{presets.length === 0 ? words.none : words.note}</p>
        {fault === undefined ? undefined : (
          <p className={styles.fault} role="alert">
            {fault}
          </p>
        )}
      </div>
      <div className={styles.control}>
        <FileButton
          size="small"
          icon={<FileUp size={14} aria-hidden />}
          disabled={entity === undefined || save.isPending}
          label={words.open}
          accept=".json,application/json"
          onFile={open}
        >
          {words.open}
        </FileButton>
      </div>
    </div>
  );
}

function freeName(wanted: string, entity: string, presets: readonly ChartPreset[]): string {
  const taken = new Set(presets.flatMap((preset) => (preset.entity === entity ? [preset.name] : [])));
  if (!taken.has(wanted)) return wanted;
  let number = 2;
  while (taken.has(`${wanted}-${number}`)) number += 1;
  return `${wanted}-${number}`;
}
