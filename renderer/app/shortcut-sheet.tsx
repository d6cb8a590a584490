import { Pencil, RotateCcw } from 'lucide-react';
import { useState, type KeyboardEvent, type ReactElement, type ReactNode } from 'react';
import {
  changeShortcut,
  Dialog,
  hasOwnShortcut,
  isSameKeys,
  KeyHint,
  keysOfPress,
  useCommandList,
  type Command,
} from '#ui/widgets';
import styles from './palette.module.css';
import { strings } from './strings.ts';

/** Every shortcut that works on this page, by group; each can be given other keys. */
export function ShortcutSheet({
  isOpen,
  onClose,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}): ReactElement {
  const commands = useCommandList();
  const [changing, setChanging] = useState<string | undefined>(undefined);
  const close = (): void => {
    setChanging(undefined);
    onClose();
  };
  return (
    <Dialog isOpen={isOpen} onClose={close} title={strings.shortcuts} width="wide">
      <p>{strings.shortcutsNote}</p>
      <div className={styles.sheet}>
        {[...groupsOf(commands)].map(([group, list]) => (
          <section key={group} className={styles.sheetGroup}>
            <h3 className={styles.heading}>{group}</h3>
            <ul>
              {list.map((command) => (
                <li key={command.id} className={styles.sheetRow}>
                  <span className={styles.sheetTitle}>{command.title}</span>
                  {changing === command.id ? (
                    <Recorder command={command} commands={commands} onDone={() => setChanging(undefined)} />
                  ) : (
                    <Keys command={command} onChange={() => setChanging(command.id)} />
                  )}
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function Keys({ command, onChange }: { readonly command: Command; readonly onChange: () => void }): ReactElement {
  return (
    <>
      {command.keys === undefined ? (
        <span className={styles.note}>{strings.noShortcut}</span>
      ) : (
        <KeyHint keys={command.keys} />
      )}
      {hasOwnShortcut(command.id) ? (
        <SheetButton label={strings.resetShortcut(command.title)} onClick={() => changeShortcut(command.id, undefined)}>
          <RotateCcw size={13} aria-hidden />
        </SheetButton>
      ) : undefined}
      <SheetButton label={strings.changeShortcut(command.title)} onClick={onChange}>
        <Pencil size={13} aria-hidden />
      </SheetButton>
    </>
  );
}

/** Without a tooltip: one that opens with the sheet would take the first Escape for itself. */
function SheetButton({
  label,
  onClick,
  children,
}: {
  readonly label: string;
  readonly onClick: () => void;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <button type="button" className={styles.sheetButton} aria-label={label} title={label} onClick={onClick}>
      {children}
    </button>
  );
}

interface RecorderProps {
  readonly command: Command;
  readonly commands: readonly Command[];
  readonly onDone: () => void;
}

/** Takes the next press as the shortcut. Escape leaves it as it was, Backspace takes it away. */
function Recorder({ command, commands, onDone }: RecorderProps): ReactElement {
  const [fault, setFault] = useState<string | undefined>(undefined);
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') return onDone();
    const keys = event.key === 'Backspace' ? '' : keysOfPress(event);
    if (keys === undefined) return undefined;
    const other = commands.find((one) => one.id !== command.id && one.keys !== undefined && isSameKeys(one.keys, keys));
    if (other !== undefined) return setFault(strings.shortcutTaken(other.title));
    changeShortcut(command.id, keys);
    return onDone();
  };
  return (
    <button
      type="button"
      autoFocus
      className={styles.recorder}
      aria-label={strings.pressShortcut(command.title)}
      onKeyDown={press}
      onBlur={onDone}
    >
      <span role="status">{fault ?? strings.pressKeys}</span>
    </button>
  );
}

/** Commands that have a shortcut or have lost it, by group. */
function groupsOf(commands: readonly Command[]): Map<string, Command[]> {
  const groups = new Map<string, Command[]>();
  for (const command of commands) {
    if (command.keys === undefined && !hasOwnShortcut(command.id)) continue;
    const list = groups.get(command.group) ?? [];
    list.push(command);
    groups.set(command.group, list);
  }
  return groups;
}
