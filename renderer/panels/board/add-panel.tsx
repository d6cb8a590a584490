import { Plus } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { Button, Dialog, IconButton, Select, Switch, TextField } from '#ui/widgets';
import { KeyList, KeyPicker } from '../frame/key-picker.tsx';
import { panelKinds, type PanelSource } from '../registry.ts';
import { useBoard, type BoardStore } from './board-store.ts';
import styles from './board.module.css';
import { addPanel, removePanel, showPanel } from './edits.ts';
import { CHARTS_SECTION, matchSources, type Section } from './sections.ts';

export interface AddPanelProps {
  readonly store: BoardStore;
  readonly sources: readonly PanelSource[];
  readonly sections: readonly Section[];
}

/** Puts panels on the board: one of chosen kind and keys, or ticks in the list of all keys. */
export function AddPanel(props: AddPanelProps): ReactElement {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <IconButton label="Add panels" size="small" onClick={() => setOpen(true)}>
        <Plus size={15} aria-hidden />
      </IconButton>
      {isOpen ? <AddDialog {...props} onClose={() => setOpen(false)} /> : undefined}
    </>
  );
}

function AddDialog({
  store,
  sources,
  sections,
  onClose,
}: AddPanelProps & { readonly onClose: () => void }): ReactElement {
  const [kind, setKind] = useState(panelKinds[0]?.id ?? '');
  const [keys, setKeys] = useState<readonly string[]>([]);
  const [pattern, setPattern] = useState<string | undefined>(undefined);
  const [section, setSection] = useState(sections[0]?.id ?? CHARTS_SECTION);
  const places = sections.length === 0 ? [{ value: CHARTS_SECTION, label: CHARTS_SECTION }] : sections.map(toOption);
  const matched = pattern === undefined ? undefined : matchSources(sources, pattern);
  const add = (): void => {
    const what = pattern === undefined ? { keys } : { pattern };
    store.getState().change((old) => addPanel(old, sections, { kind, section, ...what }));
    onClose();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Add panels"
      width="wide"
      actions={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button kind="primary" disabled={matched?.fault !== undefined} onClick={add}>
            Add panel
          </Button>
        </>
      }
    >
      <div className={styles.addPanel}>
        <div className={styles.addForm}>
          <h3>New panel</h3>
          <Select
            label="Kind"
            options={panelKinds.map((one) => ({ value: one.id, label: one.title }))}
            value={kind}
            onValue={setKind}
          />
          <Select label="Section" options={places} value={section} onValue={setSection} />
          <Switch
            label="All keys that match a pattern"
            isOn={pattern !== undefined}
            onToggle={(isOn) => setPattern(isOn ? '' : undefined)}
          />
          {pattern === undefined ? (
            <KeyPicker sources={sources} chosen={keys} onChosen={setKeys} />
          ) : (
            <TextField
              label="Pattern"
              isMono
              placeholder="^layers/(\d+)/grad$"
              value={pattern}
              onValue={setPattern}
              error={matched?.fault}
              note={`${matched?.sources.length ?? 0} keys match; what brackets capture names the lines`}
            />
          )}
        </div>
        <div className={styles.addForm}>
          <h3>Quick add</h3>
          <QuickAdd store={store} sources={sources} />
        </div>
      </div>
    </Dialog>
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
          All
        </Button>
        <Button size="small" onClick={() => change([])}>
          None
        </Button>
      </div>
      <KeyList sources={sources} chosen={chosen} onChosen={change} />
    </>
  );
}

function toOption({ id, name }: Section): { readonly value: string; readonly label: string } {
  return { value: id, label: name };
}
