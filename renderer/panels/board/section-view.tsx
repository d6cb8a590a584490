import { ChevronRight, MoreHorizontal, SlidersHorizontal } from 'lucide-react';
import { lazy, Suspense, useEffect, useEffectEvent, useState, type ReactElement } from 'react';
import { Button, Dialog, IconButton, Menu, Popover, TextField, type MenuEntry } from '#ui/widgets';
import { SettingsForm } from '../frame/settings-form.tsx';
import { useWidth } from '../frame/use-size.ts';
import { strip } from '../strip.ts';
import { useBoard } from './board-store.ts';
import { strings as panelStrings } from '../strings.ts';
import styles from './board.module.css';
import { Slot, type CellShared } from './cell.tsx';
import { addSection, editSection, moveSection, removeSection } from './edits.ts';
import { sectionSpec, type Section } from './sections.ts';
import { strings } from './strings.ts';

const SectionExport = lazy(async () => ({ default: (await import('./section-export.tsx')).SectionExport }));

export interface SectionViewProps {
  readonly section: Section;
  readonly shared: CellShared;
  readonly isOpen: boolean;
  readonly draggedId: string | undefined;
}

/** Narrower than this a chart says little. */
const LEAST_PANEL_PX = 300;
const GAP_PX = 12;

/** One section: its head with menu and settings, its panels on a grid. */
export function SectionView({ section, shared, isOpen, draggedId }: SectionViewProps): ReactElement {
  const { store } = shared;
  const wanted = useBoard(store, (state) => section.spec.columns ?? state.body.columns);
  const [ref, width] = useWidth();
  const [asked, setAsked] = useState<Asked | undefined>(undefined);
  const [isExporting, setExporting] = useState(false);
  const fitting = Math.max(1, Math.floor((width + GAP_PX) / (LEAST_PANEL_PX + GAP_PX)));
  const columns = wanted === 0 ? fitting : wanted;
  const toggle = (): void =>
    store.getState().change((old) => editSection(old, section.id, { isCollapsed: isOpen ? true : undefined }));
  useLinkedPanel(section, () =>
    store.getState().change((old) => editSection(old, section.id, { isCollapsed: undefined })),
  );
  return (
    <section className={styles.section} aria-label={panelStrings.sectionName(section.name)} data-section={section.id}>
      <div className={styles.sectionHead}>
        <button type="button" className={styles.sectionToggle} aria-expanded={isOpen} onClick={toggle}>
          <ChevronRight size={15} aria-hidden className={styles.chevron} />
          <h2 className={styles.sectionName}>{section.name}</h2>
          <span className={styles.sectionCount}>{section.cells.length}</span>
        </button>
        <SectionSettings section={section} shared={shared} />
        <Menu
          trigger={
            <IconButton label={strings.sectionMenu(section.name)} size="small">
              <MoreHorizontal size={15} aria-hidden />
            </IconButton>
          }
          entries={() => entriesOf(section, shared, setAsked, () => setExporting(true))}
        />
      </div>
      <div ref={ref} />
      {isOpen && width > 0 ? (
        <div className={styles.grid} style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}>
          {section.cells.map((cell) => (
            <Slot
              key={cell.id}
              cell={cell}
              section={section}
              shared={shared}
              columns={columns}
              isDragged={cell.id === draggedId}
            />
          ))}
          {section.cells.length === 0 ? <p className={styles.emptySection}>{strings.dragHere}</p> : undefined}
        </div>
      ) : undefined}
      {isExporting ? (
        <Suspense>
          <SectionExport section={section} shared={shared} onClose={() => setExporting(false)} />
        </Suspense>
      ) : undefined}
      {asked === undefined ? undefined : <NameDialog {...asked} onClose={() => setAsked(undefined)} />}
    </section>
  );
}

/** A link to a panel (`#panel=`) shows it once: its section is opened and scrolled into sight, also when the board is open already. */
function useLinkedPanel(section: Section, open: () => void): void {
  const show = useEffectEvent(() => {
    const id = linkedPanel();
    if (id === undefined || !section.cells.some((cell) => cell.id === id)) return;
    if (section.spec.isCollapsed === true) open();
    const cell = document.querySelector(`[data-cell="${CSS.escape(id)}"]`);
    if (cell === null) return;
    cell.scrollIntoView({ block: 'center' });
    history.replaceState(history.state, '', location.pathname + location.search);
  });
  useEffect(() => {
    show();
    const onPush = (): void => show();
    // The router's own event; the browser has none for pushed addresses.
    addEventListener('pushState', onPush);
    return () => removeEventListener('pushState', onPush);
  }, [section]);
}

function linkedPanel(): string | undefined {
  const id = /^#panel=(.+)$/.exec(location.hash)?.[1];
  try {
    return id === undefined ? undefined : decodeURIComponent(id);
  } catch {
    // A hash that was cut or typed by hand leads nowhere.
    return undefined;
  }
}

interface Asked {
  readonly title: string;
  readonly name: string;
  readonly onName: (name: string) => void;
}

function entriesOf(
  section: Section,
  shared: CellShared,
  ask: (asked: Asked) => void,
  exportAll: () => void,
): readonly MenuEntry[] {
  const { store, sectionsNow } = shared;
  const { change } = store.getState();
  const all = sectionsNow();
  const at = all.findIndex((one) => one.id === section.id);
  const add = (before: string | undefined): void =>
    ask({
      title: strings.newSection,
      name: '',
      onName: (name) => change((old) => addSection(old, sectionsNow(), name, before)),
    });
  const moveTo = (before: string | undefined): void =>
    change((old) => moveSection(old, sectionsNow(), section.id, before));
  return [
    {
      kind: 'action',
      label: strings.rename,
      run: () =>
        ask({
          title: strings.renameSection,
          name: section.name,
          onName: (name) => change((old) => editSection(old, section.id, { name })),
        }),
    },
    { kind: 'separator' },
    { kind: 'action', label: strings.moveUp, isDisabled: at <= 0, run: () => moveTo(all[at - 1]?.id) },
    { kind: 'action', label: strings.moveDown, isDisabled: at >= all.length - 1, run: () => moveTo(all[at + 2]?.id) },
    { kind: 'action', label: strings.moveToTop, isDisabled: at <= 0, run: () => moveTo(all[0]?.id) },
    { kind: 'separator' },
    { kind: 'action', label: strings.addAbove, run: () => add(section.id) },
    { kind: 'action', label: strings.addBelow, run: () => add(all[at + 1]?.id) },
    {
      kind: 'submenu',
      label: strings.panelsInRow,
      entries: [undefined, 1, 2, 3, 4, 5, 6].map((columns) => ({
        kind: 'action',
        label: columns === undefined ? strings.asOnBoard : String(columns),
        isChecked: section.spec.columns === columns,
        run: () => change((old) => editSection(old, section.id, { columns })),
      })),
    },
    {
      kind: 'action',
      label: strings.orderByName,
      isDisabled: section.spec.order === undefined,
      run: () => change((old) => editSection(old, section.id, { order: undefined })),
    },
    { kind: 'separator' },
    { kind: 'action', label: panelStrings.exportSection, isDisabled: section.cells.length === 0, run: exportAll },
    { kind: 'separator' },
    {
      kind: 'action',
      label: strings.deleteSection,
      isDanger: true,
      run: () => change((old) => removeSection(old, section)),
    },
  ];
}

/** Settings that reach all panels of a section. */
function SectionSettings({ section, shared }: Pick<SectionViewProps, 'section' | 'shared'>): ReactElement {
  const { store, xKeys, groups } = shared;
  const board = useBoard(store, (state) => state.body.shared);
  const own = section.spec.settings ?? {};
  return (
    <Popover
      label={strings.sectionSettings(section.name)}
      trigger={
        <IconButton label={strings.sectionSettings(section.name)} size="small" className={styles.headButton}>
          <SlidersHorizontal size={14} aria-hidden />
          {Object.keys(own).length > 0 ? (
            <span className={styles.dot} aria-label={strings.hasOwnSettings} />
          ) : undefined}
        </IconButton>
      }
    >
      <div className={styles.cascade}>
        <p className={styles.cascadeHead}>{strings.forSection}</p>
        <SettingsForm
          config={{ ...board, ...own }}
          own={own}
          xKeys={xKeys}
          isGrouped={groups !== undefined}
          onChange={(part) =>
            store.getState().change(
              (old) => {
                const settings = strip({ ...sectionSpec(old, section.id).settings, ...part });
                const next = Object.keys(settings).length === 0 ? undefined : settings;
                return editSection(old, section.id, { settings: next });
              },
              `section ${section.id} ${Object.keys(part).join()}`,
            )
          }
        />
      </div>
    </Popover>
  );
}

/** Asks for a name. */
export function NameDialog({ title, name, onName, onClose }: Asked & { readonly onClose: () => void }): ReactElement {
  const [typed, setTyped] = useState(name);
  const isReady = typed.trim() !== '';
  const save = (): void => {
    if (!isReady) return;
    onName(typed.trim());
    onClose();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      actions={
        <>
          <Button onClick={onClose}>{strings.cancel}</Button>
          <Button kind="primary" disabled={!isReady} onClick={save}>
            {strings.save}
          </Button>
        </>
      }
    >
      <TextField
        label={strings.name}
        value={typed}
        onValue={setTyped}
        onKeyDown={(event) => {
          if (event.key === 'Enter') save();
        }}
      />
    </Dialog>
  );
}
