import { ChevronsUpDown, LayoutDashboard } from 'lucide-react';
import { useRef, useState, type ReactElement } from 'react';
import { useData } from '#ui/data';
import { Button, ConfirmDialog, FileInput, Menu, showToast, type MenuEntry } from '#ui/widgets';
import { downloadBlob, fileNameOf } from '../download.ts';
import { readBoard } from './board-body.ts';
import styles from './board.module.css';
import { toSparse } from './board-text.ts';
import { NameDialog } from './section-view.tsx';
import { strings } from './strings.ts';
import { useIsChanged, type BoardPlace } from './use-board-store.ts';

/** Which dialog is open. */
type Asking = 'saveAs' | 'rename' | 'remove' | undefined;

/** The saved views of a page: choose, save, save as, rename, delete, default, file in and out. */
export function ViewsMenu({ place }: { readonly place: BoardPlace }): ReactElement {
  const { view, store } = place;
  const { clock } = useData();
  const isChanged = useIsChanged(place);
  const [asking, setAsking] = useState<Asking>(undefined);
  const file = useRef<HTMLInputElement>(null);
  const name = view?.name ?? strings.myWorkspace;
  const exportFile = (): void => {
    const body = { taffrailView: 2, name, board: toSparse(store.getState().body) };
    const blob = new Blob([`${JSON.stringify(body, undefined, 2)}\n`], { type: 'application/json' });
    downloadBlob(clock, blob, `${fileNameOf(name)}.view.json`);
  };
  const importFile = async (chosen: File): Promise<void> => {
    const read = readViewFile(await chosen.text());
    if (read === undefined) showToast(strings.notView, { kind: 'error', text: strings.notViewText });
    else place.saveAs(read.name ?? chosen.name.replace(/(\.view)?\.json$/, ''), readBoard(read.board));
  };
  const entries = (): readonly MenuEntry[] =>
    entriesOf(place, { name, isChanged, ask: setAsking, exportFile, chooseFile: () => file.current?.click() });
  const close = (): void => setAsking(undefined);
  return (
    <>
      <Menu
        trigger={
          <Button
            size="small"
            kind="ghost"
            className={styles.viewName}
            icon={<LayoutDashboard size={14} aria-hidden />}
          >
            <span className={styles.cut}>{name}</span>
            {isChanged ? <span className={styles.dot} aria-label={strings.unsaved} /> : undefined}
            <ChevronsUpDown size={13} aria-hidden />
          </Button>
        }
        entries={entries}
      />
      {isChanged ? (
        <Button size="small" onClick={place.save}>
          {strings.save}
        </Button>
      ) : undefined}
      <FileInput
        ref={file}
        accept=".json,application/json"
        label={strings.viewFile}
        onFile={(chosen) => void importFile(chosen)}
      />
      {asking === 'saveAs' ? (
        <NameDialog title={strings.saveAsView} name="" onName={(given) => place.saveAs(given)} onClose={close} />
      ) : undefined}
      {asking === 'rename' && view !== undefined ? (
        <NameDialog
          title={strings.renameView}
          name={view.name}
          onName={(given) => place.rename(view, given)}
          onClose={close}
        />
      ) : undefined}
      <ConfirmDialog
        isOpen={asking === 'remove' && view !== undefined}
        onClose={close}
        title={strings.deleteViewTitle(name)}
        action={strings.deleteView}
        isDanger
        onConfirm={() => view !== undefined && place.remove(view)}
      >
        {strings.deleteViewText}
      </ConfirmDialog>
    </>
  );
}

interface ViewActs {
  readonly name: string;
  readonly isChanged: boolean;
  readonly ask: (asking: Asking) => void;
  readonly exportFile: () => void;
  readonly chooseFile: () => void;
}

function entriesOf(place: BoardPlace, acts: ViewActs): readonly MenuEntry[] {
  const { view, views, defaultId, store } = place;
  const { name, isChanged, ask } = acts;
  return [
    {
      kind: 'action',
      label: strings.myWorkspace,
      note: defaultId === undefined ? strings.isDefault : strings.savesItself,
      isChecked: view === undefined,
      run: () => place.open(undefined),
    },
    ...views.map((one): MenuEntry => ({
      kind: 'action',
      label: one.name,
      ...(defaultId === one.id ? { note: strings.isDefault } : {}),
      isChecked: one.id === view?.id,
      run: () => place.open(one.id),
    })),
    { kind: 'separator' },
    { kind: 'action', label: strings.save, isDisabled: view === undefined || !isChanged, run: place.save },
    { kind: 'action', label: strings.saveAs, run: () => ask('saveAs') },
    {
      kind: 'action',
      label: strings.takeBack,
      isDisabled: view === undefined || !isChanged,
      run: () => store.getState().change(() => readBoard(view?.body)),
    },
    { kind: 'action', label: strings.rename, isDisabled: view === undefined, run: () => ask('rename') },
    {
      kind: 'action',
      label: strings.duplicate,
      run: () => place.saveAs(strings.copyOf(name)),
    },
    {
      kind: 'action',
      label: strings.makeDefault,
      isChecked: defaultId === view?.id,
      run: () => place.makeDefault(defaultId === view?.id ? undefined : view?.id),
    },
    { kind: 'separator' },
    { kind: 'action', label: strings.exportFile, run: acts.exportFile },
    { kind: 'action', label: strings.importFile, run: acts.chooseFile },
    { kind: 'separator' },
    {
      kind: 'action',
      label: strings.delete,
      isDanger: true,
      isDisabled: view === undefined,
      run: () => ask('remove'),
    },
  ];
}

/** What a view file holds; undefined when it is none. */
export function readViewFile(text: string): { readonly name?: string; readonly board: unknown } | undefined {
  try {
    const saved = JSON.parse(text) as { readonly name?: unknown; readonly board?: unknown } | null;
    if (typeof saved?.board !== 'object' || saved.board === null) return undefined;
    return { ...(typeof saved.name === 'string' ? { name: saved.name } : {}), board: saved.board };
  } catch {
    // Not JSON at all.
    return undefined;
  }
}
