import { Plus } from 'lucide-react';
import { useMemo, useState, type ReactElement } from 'react';
import type { ProjectPath } from '#shared/units';
import { useProjectKeys } from '#ui/data';
import { Button, Dialog, IconButton, Select, Switch, TextField } from '#ui/widgets';
import { KeyList, KeyPicker } from '../frame/key-picker.tsx';
import { panelKinds, type BoardRuns, type PanelKeys, type PanelSource } from '../registry.ts';
import { useBoard, type BoardStore } from './board-store.ts';
import styles from './board.module.css';
import { addPanel, removePanel, showPanel } from './edits.ts';
import { CHARTS_SECTION, matchSources, type Section } from './sections.ts';
import { strings } from './strings.ts';

export interface AddPanelProps {
  readonly store: BoardStore;
  readonly project: ProjectPath;
  readonly sources: readonly PanelSource[];
  readonly sections: readonly Section[];
  readonly board: BoardRuns;
}

/** Puts panels on the board: one of chosen kind with its keys or settings, or ticks in the list of all keys. */
export function AddPanel(props: AddPanelProps): ReactElement {
  const [isOpen, setOpen] = useState(false);
  // Kept while the dialog is closed: what was written there is not lost by a click beside it.
  const [drafts, setDrafts] = useState<Drafts>({});
  return (
    <>
      <IconButton label={strings.addPanels} size="small" onClick={() => setOpen(true)}>
        <Plus size={15} aria-hidden />
      </IconButton>
      {isOpen ? (
        <AddDialog {...props} drafts={drafts} onDrafts={setDrafts} onClose={() => setOpen(false)} />
      ) : undefined}
    </>
  );
}

/** Settings of panels that are not added yet, by kind, so that a look at another kind loses nothing. */
type Drafts = Readonly<Record<string, unknown>>;

interface AddDialogProps extends AddPanelProps {
  readonly drafts: Drafts;
  readonly onDrafts: (drafts: Drafts) => void;
  readonly onClose: () => void;
}

function AddDialog({
  store,
  project,
  sources,
  sections,
  board,
  drafts,
  onDrafts,
  onClose,
}: AddDialogProps): ReactElement {
  const [kindId, setKindId] = useState(panelKinds[0]?.id ?? '');
  const [section, setSection] = useState(sections[0]?.id ?? CHARTS_SECTION);
  const [keys, setKeys] = useState<PanelKeys>(NO_KEYS);
  const places = sections.length === 0 ? [{ value: CHARTS_SECTION, label: CHARTS_SECTION }] : sections.map(toOption);
  const kind = panelKinds.find((one) => one.id === kindId);
  const projectKeys = useProjectKeys(project, kind?.form !== undefined).data;
  const start = useMemo(
    () => (projectKeys === undefined ? undefined : kind?.form?.start(projectKeys)),
    [kind, projectKeys],
  );
  const config = drafts[kindId] ?? start;
  const isStarting = kind?.form !== undefined && config === undefined;
  const isWide = kind?.form?.isWide === true;
  const fault = keys.pattern === undefined ? undefined : matchSources(sources, keys.pattern).fault;
  const add = (): void => {
    const what = kind?.form === undefined ? keys : { config };
    store.getState().change((old) => addPanel(old, sections, { kind: kindId, section, ...what }));
    onDrafts({ ...drafts, [kindId]: undefined });
    onClose();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={strings.addPanels}
      width={isWide ? 'full' : 'wide'}
      actions={
        <>
          <Button onClick={onClose}>{strings.close}</Button>
          <Button kind="primary" disabled={kind?.form === undefined ? fault !== undefined : isStarting} onClick={add}>
            {strings.addPanel}
          </Button>
        </>
      }
    >
      <div className={styles.addPanel} data-wide={isWide ? '' : undefined}>
        <div className={styles.addForm}>
          <h3>{strings.newPanel}</h3>
          <KindChoice value={kindId} onValue={setKindId} />
          <Select label={strings.section} options={places} value={section} onValue={setSection} />
          {kind?.form === undefined ? (
            <KeysForm sources={sources} keys={keys} onKeys={setKeys} />
          ) : (
            <kind.form.Form
              key={kindId}
              project={project}
              board={board}
              saved={config}
              onSave={(next) => onDrafts({ ...drafts, [kindId]: next })}
            />
          )}
        </div>
        {isWide ? undefined : (
          <div className={styles.addForm}>
            <h3>{strings.quickAdd}</h3>
            <QuickAdd store={store} sources={sources} />
          </div>
        )}
      </div>
    </Dialog>
  );
}

const NO_KEYS: PanelKeys = { keys: [] };

/** All kinds with their pictures, as one choice. */
function KindChoice({
  value,
  onValue,
}: {
  readonly value: string;
  readonly onValue: (id: string) => void;
}): ReactElement {
  return (
    <div className={styles.kinds} role="group" aria-label={strings.kind}>
      {panelKinds.map(({ id, title, icon: Icon }) => (
        <button key={id} type="button" className={styles.kind} aria-pressed={id === value} onClick={() => onValue(id)}>
          <Icon size={15} aria-hidden />
          {title}
        </button>
      ))}
    </div>
  );
}

/** Which keys the new panel shows: a list, or all that match a pattern. */
function KeysForm({
  sources,
  keys: { keys = [], pattern },
  onKeys,
}: {
  readonly sources: readonly PanelSource[];
  readonly keys: PanelKeys;
  readonly onKeys: (keys: PanelKeys) => void;
}): ReactElement {
  const matched = pattern === undefined ? undefined : matchSources(sources, pattern);
  return (
    <>
      <Switch
        label={strings.byPattern}
        isOn={pattern !== undefined}
        onToggle={(isOn) => onKeys(isOn ? { pattern: '' } : NO_KEYS)}
      />
      {pattern === undefined ? (
        <KeyPicker sources={sources} chosen={keys} onChosen={(next) => onKeys({ keys: next })} />
      ) : (
        <TextField
          label={strings.pattern}
          isMono
          placeholder="^layers/(\d+)/grad$"
          value={pattern}
          onValue={(next) => onKeys({ pattern: next })}
          error={matched?.fault}
          note={strings.patternMatches(matched?.sources.length ?? 0)}
        />
      )}
    </>
  );
}

/** A tick for each key that has its own panel; takes effect at once. */
function QuickAdd({ store, sources }: Pick<AddPanelProps, 'store' | 'sources'>): ReactElement {
  const { mode, panels } = useBoard(store, (state) => state.body);
  const isOn = ({ id }: PanelSource): boolean =>
    mode === 'manual' ? panels[id]?.isAdded === true : panels[id]?.isRemoved !== true;
  const chosen = sources.filter(isOn).map((source) => source.key);
  const change = (next: readonly string[]): void => {
    const wanted = new Set(next);
    store.getState().change((old) =>
      sources.reduce((body, source) => {
        if (wanted.has(source.key) === isOn(source)) return body;
        return wanted.has(source.key) ? showPanel(body, source.id) : removePanel(body, source.id);
      }, old),
    );
  };
  return (
    <>
      <div className={styles.addButtons}>
        <Button size="small" onClick={() => change(sources.map((source) => source.key))}>
          {strings.all}
        </Button>
        <Button size="small" onClick={() => change([])}>
          {strings.none}
        </Button>
      </div>
      <KeyList sources={sources} chosen={chosen} onChosen={change} />
    </>
  );
}

function toOption({ id, name }: Section): { readonly value: string; readonly label: string } {
  return { value: id, label: name };
}
