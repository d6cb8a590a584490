import { useCallback, useEffect, useEffectEvent, useRef, useState, type ReactElement } from 'react';
import { createPortal } from 'react-dom';
import { useData } from '#ui/data';
import { Button, Dialog, Switch } from '#ui/widgets';
import { downloadBlob, fileNameOf } from '../download.ts';
import { FilesDesk, FilesDeskProvider } from '../frame/panel-files.ts';
import { PaperForm, usePaper } from '../frame/paper-form.tsx';
import formStyles from '../frame/picture-dialog.module.css';
import { strings } from '../strings.ts';
import styles from './board.module.css';
import { PanelCell, type CellShared } from './cell.tsx';
import { makeFiles, zipOfPanels, type ExportWish, type MadePanel } from './section-files.ts';
import type { Cell, Section } from './sections.ts';

export interface SectionExportProps {
  readonly section: Section;
  readonly shared: CellShared;
  readonly onClose: () => void;
}

type MadeById = ReadonlyMap<string, MadePanel>;

/** So many panels are drawn at once: their lines come in the same answers. */
const AT_ONCE = 4;

type Phase =
  | { readonly kind: 'asking' }
  | { readonly kind: 'making'; readonly wish: ExportWish; readonly made: MadeById }
  | { readonly kind: 'made'; readonly made: readonly MadePanel[]; readonly file: string | undefined };

/**
 * Saves all panels of a section, also those far from the screen: a few at a time are drawn out of sight, as they
 * are saved on their board, and asked for the same files that their own menus make.
 */
export function SectionExport({ section, shared, onClose }: SectionExportProps): ReactElement {
  const { clock } = useData();
  const { draft, change, wanted } = usePaper();
  const [hasData, setData] = useState(true);
  const [phase, setPhase] = useState<Phase>({ kind: 'asking' });
  // A live project may bring new panels meanwhile; they are not part of what was asked for.
  const [{ cells, name, settings }] = useState({
    cells: section.cells,
    name: section.name,
    settings: section.spec.settings,
  });
  const finish = async (made: readonly MadePanel[]): Promise<void> => {
    const file = made.some(({ files }) => files.length > 0)
      ? `${fileNameOf(`${shared.project.project}-${name}`)}.zip`
      : undefined;
    if (file !== undefined) downloadBlob(clock, await zipOfPanels(made), file);
    setPhase({ kind: 'made', made, file });
  };
  const made = useRef(new Map<string, MadePanel>());
  const take = (id: string, panel: MadePanel): void => {
    made.current.set(id, panel);
    setPhase((old) => (old.kind === 'making' ? { ...old, made: new Map(made.current) } : old));
    if (made.current.size === cells.length) void finish(cells.flatMap((cell) => made.current.get(cell.id) ?? []));
  };
  const drawing = phase.kind === 'making' ? cells.filter(({ id }) => !phase.made.has(id)).slice(0, AT_ONCE) : [];
  const start = (): void => {
    if (wanted !== undefined) setPhase({ kind: 'making', wish: { ...wanted, hasData }, made: new Map() });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={strings.exportSectionTitle(name, cells.length)}
      actions={
        <>
          <Button onClick={onClose}>{phase.kind === 'made' ? strings.close : strings.cancel}</Button>
          {phase.kind === 'made' ? undefined : (
            <Button kind="primary" disabled={wanted === undefined || phase.kind === 'making'} onClick={start}>
              {strings.export}
            </Button>
          )}
        </>
      }
    >
      {phase.kind === 'asking' ? (
        <div className={formStyles.form}>
          <p className={styles.exportTip}>{strings.exportSectionTip}</p>
          <PaperForm draft={draft} onChange={change} />
          <Switch label={strings.withData} isOn={hasData} onToggle={setData} />
        </div>
      ) : undefined}
      {phase.kind === 'making' ? (
        <div className={styles.making} role="status">
          <progress
            className={styles.makingBar}
            aria-label={strings.exportSection}
            max={cells.length}
            value={phase.made.size}
          />
          <span>{strings.making(phase.made.size, cells.length)}</span>
          <span className={styles.makingNow}>
            {drawing[0] === undefined ? '' : strings.makingNow(drawing[0].title)}
          </span>
        </div>
      ) : undefined}
      {phase.kind === 'made' ? <Outcome made={phase.made} file={phase.file} /> : undefined}
      {phase.kind === 'making'
        ? drawing.map((cell) => (
            <Stage
              key={cell.id}
              cell={cell}
              settings={settings}
              shared={shared}
              wish={phase.wish}
              onMade={(panel) => take(cell.id, panel)}
            />
          ))
        : undefined}
    </Dialog>
  );
}

/** What came of it, with the reason for every panel that has no file. */
function Outcome({
  made,
  file,
}: {
  readonly made: readonly MadePanel[];
  readonly file: string | undefined;
}): ReactElement {
  const missing = made.filter(({ files }) => files.length === 0);
  return (
    <div className={styles.outcome} role="status">
      <p>{file === undefined ? strings.nothingExported : strings.exported(made.length - missing.length, file)}</p>
      {missing.length === 0 ? undefined : (
        <>
          {file === undefined ? undefined : <p>{strings.notExported(missing.length)}</p>}
          <ul className={styles.missing}>
            {missing.map(({ title, note }, i) => (
              <li key={`${i} ${title}`}>
                <strong>{title}</strong>: {note}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

interface StageProps {
  readonly cell: Cell;
  readonly settings: Section['spec']['settings'];
  readonly shared: CellShared;
  readonly wish: ExportWish;
  readonly onMade: (panel: MadePanel) => void;
}

/** How often it is looked whether a panel is drawn. */
const LOOK_MS = 60;
/** A panel that loads nothing at so many looks has all that it will have. */
const QUIET_LOOKS = 4;
const LONGEST_MS = 60_000;

/** One panel out of sight, until it has made its files. */
function Stage({ cell, settings, shared, wish, onMade }: StageProps): ReactElement {
  const { clock } = useData();
  const [desk] = useState(() => new FilesDesk());
  const stage = useRef<HTMLDivElement>(null);
  const made = useEffectEvent(onMade);
  const make = useCallback(async (): Promise<MadePanel> => {
    const message = stage.current?.querySelector('[data-message], [role="alert"]')?.textContent?.trim();
    return makeFiles(cell.title, desk.offers(), wish, message === '' ? undefined : message);
  }, [cell, desk, wish]);
  useEffect(() => {
    let isOver = false;
    let quiet = 0;
    const end = clock.now() + LONGEST_MS;
    const settle = (panel: MadePanel): void => {
      if (!isOver) made(panel);
    };
    const look = (): void => {
      const isBusy = stage.current?.querySelector('[aria-busy="true"]') !== null;
      quiet = isBusy ? 0 : quiet + 1;
      if (quiet >= QUIET_LOOKS) void make().then(settle);
      else if (clock.now() > end) settle({ title: cell.title, files: [], note: strings.tooSlow });
      else stop = clock.after(LOOK_MS, look);
    };
    let stop = clock.after(LOOK_MS, look);
    return () => {
      isOver = true;
      stop();
    };
  }, [clock, cell, make]);
  return createPortal(
    <div ref={stage} className={styles.stage} style={wish.size} aria-hidden inert>
      <FilesDeskProvider value={desk}>
        <PanelCell cell={cell} settings={settings} shared={shared} isFullScreen={false} />
      </FilesDeskProvider>
    </div>,
    document.body,
  );
}
