import type { ReactElement } from 'react';
import { Dialog, KeyHint, useCommandList, type Command } from '#ui/widgets';
import styles from './palette.module.css';
import { strings } from './strings.ts';

/** Every shortcut that works on this page, by group. */
export function ShortcutSheet({
  isOpen,
  onClose,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}): ReactElement {
  const commands = useCommandList();
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={strings.shortcuts} width="wide">
      <p>{strings.shortcutsNote}</p>
      <div className={styles.sheet}>
        {[...groupsOf(commands)].map(([group, list]) => (
          <section key={group} className={styles.sheetGroup}>
            <h3 className={styles.heading}>{group}</h3>
            <ul>
              {list.map((command) => (
                <li key={command.id} className={styles.sheetRow}>
                  <span>{command.title}</span>
                  <KeyHint keys={command.keys ?? ''} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function groupsOf(commands: readonly Command[]): Map<string, Command[]> {
  const groups = new Map<string, Command[]>();
  for (const command of commands) {
    if (command.keys === undefined) continue;
    const list = groups.get(command.group) ?? [];
    list.push(command);
    groups.set(command.group, list);
  }
  return groups;
}
