import { Settings2 } from 'lucide-react';
import type { ReactElement } from 'react';
import { fileHref, useData } from '#ui/data';
import { copyText, IconButton, Popover, SegmentedControl, Select, showToast, Switch } from '#ui/widgets';
import { downloadBlob, fileNameOf } from '../download.ts';
import { FullScreenButton, PanelMenu } from '../frame/panel-buttons.tsx';
import { useOfferFiles } from '../frame/panel-files.ts';
import { fileNameOfCell, type MediaCell } from './cells.ts';
import type { Fit, MediaConfig } from './config.ts';
import styles from './media.module.css';
import type { MediaPanelProps } from './props.ts';
import { SpaceSettings } from './space/space-settings.tsx';
import { strings } from './strings.ts';
import { zipOf, type ZipEntry } from '../zip.ts';

const FITS: readonly { readonly value: Fit; readonly label: string }[] = [
  { value: 'fit', label: strings.fit },
  { value: 'original', label: strings.original },
  { value: 'pixelated', label: strings.pixelated },
];

export interface MediaActionsProps extends MediaPanelProps {
  readonly config: MediaConfig;
  readonly onConfig: (part: Partial<MediaConfig>) => void;
  readonly cells: readonly MediaCell[];
}

/** The buttons of a media panel. */
export function MediaActions(props: MediaActionsProps): ReactElement {
  const { source, config, onConfig, cells, isFullScreen, onFullScreen } = props;
  const data = useData();
  const kinds = new Set(cells.map((cell) => cell.item.kind));
  const saved = cells.filter((cell) => cell.item.kind === 'text' || cell.files.has(cell.item.file));
  useOfferFiles({
    isEmpty: () => saved.length === 0,
    data: async () =>
      (await filesOf(saved)).map(({ name, bytes }) => ({
        name: `${fileNameOf(source.key)}/${name}`,
        blob: new Blob([bytes]),
      })),
  });
  const save = async (): Promise<void> => {
    try {
      await saveCells(data.clock, saved, fileNameOf(source.key));
    } catch {
      // The host went away or lost the file; nothing is half written.
      showToast(strings.saveFailed, { kind: 'error' });
    }
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
        <div className={styles.settings}>
          <div className={styles.settingRow}>
            <span>{strings.columns}</span>
            <Select<number>
              label={strings.columns}
              size="small"
              value={config.columns}
              options={[0, 1, 2, 3, 4, 5, 6, 8, 10, 12].map((value) => ({
                value,
                label: value === 0 ? strings.auto : String(value),
              }))}
              onValue={(columns) => onConfig({ columns })}
            />
          </div>
          {kinds.has('image') || kinds.has('video') ? (
            <div className={styles.settingRow}>
              <span>{strings.size}</span>
              <SegmentedControl
                label={strings.size}
                items={FITS}
                value={config.fit}
                onValue={(fit) => onConfig({ fit })}
              />
            </div>
          ) : undefined}
          {kinds.has('text') ? (
            <Switch label={strings.wrap} isOn={config.isWrapped} onToggle={(isWrapped) => onConfig({ isWrapped })} />
          ) : undefined}
          {kinds.has('object3d') || kinds.has('molecule') ? (
            <SpaceSettings kinds={kinds} config={config.space} onConfig={(space) => onConfig({ space })} />
          ) : undefined}
          {kinds.has('audio') ? (
            <Switch
              label={strings.spectrogram}
              isOn={config.hasSpectrogram}
              onToggle={(hasSpectrogram) => onConfig({ hasSpectrogram })}
            />
          ) : undefined}
        </div>
      </Popover>
      <FullScreenButton isFullScreen={isFullScreen} onFullScreen={onFullScreen} />
      <PanelMenu
        entries={() => [
          {
            kind: 'action',
            label: strings.saveAll(saved.length),
            isDisabled: saved.length === 0,
            run: () => void save(),
          },
          { kind: 'separator' },
          {
            kind: 'action',
            label: strings.copyKey,
            run: () =>
              void copyText(source.key).then((isCopied) =>
                showToast(isCopied ? strings.keyCopied : strings.copyFailed),
              ),
          },
        ]}
      />
    </>
  );
}

/** One file as it is, several as one archive with a folder for each run. */
async function saveCells(
  clock: Parameters<typeof downloadBlob>[0],
  cells: readonly MediaCell[],
  name: string,
): Promise<void> {
  const files = await filesOf(cells);
  const [only] = files;
  const [cell] = cells;
  if (only !== undefined && cell !== undefined && files.length === 1) {
    downloadBlob(clock, new Blob([only.bytes]), fileNameOfCell(cell));
  } else {
    downloadBlob(clock, zipOf(files), `${name}.zip`);
  }
}

/** The files of cells, in a folder for each run. */
function filesOf(cells: readonly MediaCell[]): Promise<ZipEntry[]> {
  return Promise.all(
    cells.map(async (cell) => ({
      name: `${cell.run.path.run}/${cell.index}-${fileNameOfCell(cell)}`,
      bytes: await bytesOf(cell),
    })),
  );
}

async function bytesOf(cell: MediaCell): Promise<Uint8Array<ArrayBuffer>> {
  if (cell.item.kind === 'text') return new TextEncoder().encode(cell.item.text);
  const response = await fetch(fileHref(cell.run.path, cell.item.file), { signal: AbortSignal.timeout(60_000) });
  if (!response.ok) throw new Error(strings.status(response.status));
  return new Uint8Array(await response.arrayBuffer());
}
