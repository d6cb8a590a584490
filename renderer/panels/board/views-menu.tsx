import { ChevronsUpDown, LayoutDashboard } from 'lucide-react';
import { useRef, useState, type ReactElement } from 'react';
import { useData } from '#ui/data';
import { Button, ConfirmDialog, FileInput, Menu, showToast, type MenuEntry } from '#ui/widgets';
import { downloadBlob, fileNameOf } from '../download.ts';
import { readBoard } from './board-body.ts';
import styles from './board.module.css';
import { toSparse } from './board-text.ts';
import { NameDialog } from './section-view.tsx';
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
  const name = view?.name ?? 'My workspace';
  const exportFile = (): void => {
    const body = { taffrailView: 2, name, board: toSparse(store.getState().body) };
    const blob = new Blob([`${JSON.stringify(body, undefined, 2)}\n`], { type: 'application/json' });
    downloadBlob(clock, blob, `${fileNameOf(name)}.view.json`);
  };
  const importFile = async (chosen: File): Promise<void> => {
    const read = readViewFile(await chosen.text());
    if (read === undefined)
      showToast('This file is not a view', { kind: 'error', text: 'A view is a JSON file with a "board" in it.' });
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
            {isChanged ? <span className={styles.dot} aria-label="has unsaved changes" /> : undefined}
            <ChevronsUpDown size={13} aria-hidden />
          </Button>
        }
        entries={entries}
      />
      {isChanged ? (
        <Button size="small" onClick={place.save}>
          Save
        </Button>
      ) : undefined}
      <FileInput
        ref={file}
        accept=".json,application/json"
        label="View file"
        onFile={(chosen) => void importFile(chosen)}
      />
      {asking === 'saveAs' ? (
        <NameDialog title="Save as a view" name="" onName={(given) => place.saveAs(given)} onClose={close} />
      ) : undefined}
      {asking === 'rename' && view !== undefined ? (
        <NameDialog
          title="Rename view"
          name={view.name}
          onName={(given) => place.rename(view, given)}
          onClose={close}
        />
      ) : undefined}
      <ConfirmDialog
        isOpen={asking === 'remove' && view !== undefined}
        onClose={close}
        title={`Delete the view “${name}”?`}
        action="Delete view"
        isDanger
        onConfirm={() => view !== undefined && place.remove(view)}
      >
        Runs and their data stay as they are. Export it first if you may want it again.
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
      label: 'My workspace',
      note: defaultId === undefined ? 'default' : 'saves itself',
      isChecked: view === undefined,
      run: () => place.open(undefined),
    },
    ...views.map((one): MenuEntry => ({
      kind: 'action',
      label: one.name,
      ...(defaultId === one.id ? { note: 'default' } : {}),
      isChecked: one.id === view?.id,
      run: () => place.open(one.id),
    })),
    { kind: 'separator' },
    { kind: 'action', label: 'Save', isDisabled: view === undefined || !isChanged, run: place.save },
    { kind: 'action', label: 'Save as…', run: () => ask('saveAs') },
    {
      kind: 'action',
      label: 'Take back unsaved changes',
      isDisabled: view === undefined || !isChanged,
      run: () => store.getState().change(() => readBoard(view?.body)),
    },
    { kind: 'action', label: 'Rename…', isDisabled: view === undefined, run: () => ask('rename') },
    {
      kind: 'action',
      label: 'Duplicate',
      run: () => place.saveAs(`Copy of ${name}`),
    },
    {
      kind: 'action',
      label: 'Open by itself (default)',
      isChecked: defaultId === view?.id,
      run: () => place.makeDefault(defaultId === view?.id ? undefined : view?.id),
    },
    { kind: 'separator' },
    { kind: 'action', label: 'Export as file', run: acts.exportFile },
    { kind: 'action', label: 'Import from file…', run: acts.chooseFile },
    { kind: 'separator' },
    {
      kind: 'action',
      label: 'Delete',
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
