import { useEffect, useRef, useSyncExternalStore } from 'react';
import { createKeybindingsHandler } from 'tinykeys';
import { readOwnShortcuts, type OwnShortcuts } from './shortcuts.ts';

/** Something a person can do, found in the palette and, with `keys`, by shortcut. */
export interface Command {
  /** Chosen once; kept in settings. `runs.focus-search` */
  readonly id: string;
  readonly title: string;
  /** Heading in the palette and on the shortcut sheet. */
  readonly group: string;
  /** tinykeys notation: `$mod+K`, `g w`, `Shift+?`. */
  readonly keys?: string;
  /** Works also while typing in a field. Only for presses that type nothing, and rarely. */
  readonly inFields?: boolean;
  /** Left out of the palette: moves that only make sense as a key (`j`, `k`). */
  readonly isKeyOnly?: boolean;
  readonly run: (event?: KeyboardEvent) => void;
}

/** The commands of the moment: what the frame and the page on the screen have registered. */
export class CommandRegistry {
  readonly #sets = new Map<object, readonly Command[]>();
  readonly #listeners = new Set<() => void>();
  #list: readonly Command[] = [];
  #handler: (event: KeyboardEvent) => void = () => {};
  #own: OwnShortcuts = {};

  /** Adds a set; a later set wins over an earlier one with the same keys. Returns what takes it away again. */
  register(commands: readonly Command[]): () => void {
    const token = {};
    this.#sets.set(token, commands);
    this.#rebuild();
    return () => {
      this.#sets.delete(token);
      this.#rebuild();
    };
  }

  list(): readonly Command[] {
    return this.#list;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes the shortcuts that a person chose instead of those that commands come with. */
  takeOwn(own: OwnShortcuts): void {
    this.#own = own;
    this.#rebuild();
  }

  own(): OwnShortcuts {
    return this.#own;
  }

  /** To be given every keydown of the window. */
  handle(event: KeyboardEvent): void {
    if (!event.defaultPrevented && !event.isComposing) this.#handler(event);
  }

  #withOwn(command: Command): Command {
    if (!Object.hasOwn(this.#own, command.id)) return command;
    const { keys: _, ...rest } = command;
    const keys = this.#own[command.id];
    return keys === undefined || keys === '' ? rest : { ...rest, keys };
  }

  #rebuild(): void {
    this.#list = [...this.#sets.values()].flat().map((command) => this.#withOwn(command));
    const byKeys = new Map<string, Command>();
    for (const command of this.#list) if (command.keys !== undefined) byKeys.set(command.keys, command);
    const bindings = [...byKeys].map(([keys, command]) => [keys, (event: KeyboardEvent) => press(command, event)]);
    this.#handler = createKeybindingsHandler(
      Object.fromEntries(bindings) as Record<string, (event: KeyboardEvent) => void>,
    );
    for (const listener of this.#listeners) listener();
  }
}

function press(command: Command, event: KeyboardEvent): void {
  if (command.inFields !== true && isBusyTarget(event.target)) return;
  if ((event.key === 'Enter' || event.key === ' ') && isPressable(event)) return;
  event.preventDefault();
  command.run(event);
}

/** True where a key belongs to the element itself: fields, open menus and lists, dialogs. */
export function isBusyTarget(target: EventTarget | null): boolean {
  // By its looks and not by its class: an element of another document (a frame) is one too.
  if (target === null || !('closest' in target)) return false;
  const element = target as HTMLElement;
  if (element.isContentEditable || element.matches('input:not([type=checkbox]):not([type=range]), textarea, select'))
    return true;
  return element.closest('[role=dialog], [role=alertdialog], [role=menu], [role=listbox]') !== null;
}

/** Enter and Space are the element's own: what has the focus is pressed by them. Links know Enter alone. */
function isPressable({ target, key }: KeyboardEvent): boolean {
  if (target === null || !('closest' in target)) return false;
  const pressed = (target as Element).closest('a, button, summary, input, [role=separator], [tabindex="0"]');
  return pressed !== null && !(key === ' ' && pressed.matches('a:not([role])'));
}

/** The one registry of the window. */
export const commandRegistry = new CommandRegistry();

const OWN_KEY = 'taffrail.shortcuts';

/** Listens for shortcuts on the window, with those that a person chose in this browser; returns what ends it. */
export function startShortcuts(): () => void {
  const listener = (event: KeyboardEvent): void => commandRegistry.handle(event);
  const read = (): void => commandRegistry.takeOwn(readOwnShortcuts(localStorage.getItem(OWN_KEY)));
  const onStorage = (event: StorageEvent): void => {
    if (event.key === OWN_KEY) read();
  };
  read();
  addEventListener('keydown', listener);
  addEventListener('storage', onStorage);
  return () => {
    removeEventListener('keydown', listener);
    removeEventListener('storage', onStorage);
  };
}

/** Has a person chosen the command's shortcut? */
export function hasOwnShortcut(id: string): boolean {
  return Object.hasOwn(commandRegistry.own(), id);
}

/** Gives a command another shortcut ('' = none), or with undefined its own one back; kept in this browser. */
export function changeShortcut(id: string, keys: string | undefined): void {
  const { [id]: _, ...others } = commandRegistry.own();
  const own = keys === undefined ? others : { ...others, [id]: keys };
  localStorage.setItem(OWN_KEY, JSON.stringify(own));
  commandRegistry.takeOwn(own);
}

/**
 * Registers commands while the component is on the screen. The list may be made anew on every drawing: it is registered
 * again only when an id, title or key changed, or whether the palette has one, and `run` is always the latest one.
 */
export function useCommands(commands: readonly Command[]): void {
  const latest = useRef(commands);
  useEffect(() => {
    latest.current = commands;
  });
  const shape = commands
    .map(({ id, title, keys, isKeyOnly }) => `${id}|${title}|${keys ?? ''}|${isKeyOnly === true ? 'key' : ''}`)
    .join('\n');
  useEffect(
    () =>
      commandRegistry.register(
        latest.current.map((command) => ({
          ...command,
          run: (event) => latest.current.find((other) => other.id === command.id)?.run(event),
        })),
      ),
    [shape],
  );
}

export function useCommandList(): readonly Command[] {
  return useSyncExternalStore(
    (listener) => commandRegistry.subscribe(listener),
    () => commandRegistry.list(),
  );
}
