import { beforeAll, expect, test, vi } from 'vitest';
import { CommandRegistry, type Command } from './commands.ts';
import { keyLabels } from './key-names.ts';
import { keysOfPress, readOwnShortcuts } from './shortcuts.ts';

/** What the registry reads of a KeyboardEvent; Node has none. */
class FakeKeyboardEvent {}
beforeAll(() => void vi.stubGlobal('KeyboardEvent', FakeKeyboardEvent));

function keydown(key: string, options: { ctrl?: boolean; shift?: boolean; in?: string } = {}): KeyboardEvent {
  const place = options.in ?? '';
  const target = {
    isContentEditable: false,
    matches: () => place === 'field',
    closest: (selector: string) => {
      const isHit = selector.includes('button') ? place === 'button' : place === 'dialog';
      return isHit ? {} : null;
    },
  };
  return Object.assign(new FakeKeyboardEvent(), {
    key,
    code: key.length === 1 ? `Key${key.toUpperCase()}` : key,
    target,
    defaultPrevented: false,
    isComposing: false,
    getModifierState: (name: string) =>
      (name === 'Control' && options.ctrl === true) || (name === 'Shift' && options.shift === true),
    preventDefault: () => undefined,
  }) as unknown as KeyboardEvent;
}

function setUp(extra: readonly Partial<Command>[] = []) {
  const done: string[] = [];
  const registry = new CommandRegistry();
  const command = (id: string, fields: Partial<Command>): Command => ({
    id,
    title: id,
    group: 'g',
    run: () => done.push(id),
    ...fields,
  });
  registry.register([
    command('next', { keys: 'j' }),
    command('workspace', { keys: 'g w' }),
    ...extra.map((one, i) => command(`extra${i}`, one)),
  ]);
  return {
    done,
    registry,
    command,
    press: (...event: Parameters<typeof keydown>) => registry.handle(keydown(...event)),
  };
}

test('a key and a sequence of keys run their commands', () => {
  const { done, press } = setUp();
  press('j');
  press('g');
  press('w');
  expect(done).toEqual(['next', 'workspace']);
});

test('nothing fires while typing in a field or while a dialog is open', () => {
  const { done, press } = setUp();
  press('j', { in: 'field' });
  press('j', { in: 'dialog' });
  expect(done).toEqual([]);
});

test('Enter and Space belong to the button that has the focus', () => {
  const { done, press } = setUp([{ keys: 'Enter' }]);
  press('Enter', { in: 'button' });
  press('j', { in: 'button' });
  press('Enter');
  expect(done).toEqual(['next', 'extra0']);
});

test('a command may say that it works in fields', () => {
  const { done, press } = setUp([{ keys: 'Control+k', inFields: true }]);
  press('k', { ctrl: true, in: 'field' });
  expect(done).toEqual(['extra0']);
});

test('what a page registers wins over the frame until the page goes', () => {
  const { done, registry, command, press } = setUp();
  const leave = registry.register([command('page-next', { keys: 'j' })]);
  press('j');
  leave();
  press('j');
  expect(done).toEqual(['page-next', 'next']);
  expect(registry.list().map((one) => one.id)).toEqual(['next', 'workspace']);
});

test('a shortcut that a person chose is used instead, none is none', () => {
  const { done, registry, press } = setUp();
  registry.takeOwn({ next: 'n', workspace: '' });
  for (const key of ['j', 'g', 'w', 'n']) press(key);
  expect(done).toEqual(['next']);
  expect(registry.list().map((one) => one.keys)).toEqual(['n', undefined]);
  registry.takeOwn({});
  press('j');
  expect(done).toEqual(['next', 'next']);
});

test('a press is written as the registry reads it', () => {
  const press = { key: 'z', code: 'KeyZ', ctrlKey: true, metaKey: false, altKey: false, shiftKey: true };
  expect(keysOfPress(press, false)).toBe('$mod+Shift+Z');
  expect(keysOfPress(press, true)).toBe('Control+Shift+Z');
  expect(keysOfPress({ ...press, key: '+', code: 'Equal' }, false)).toBe('$mod+Shift+Equal');
  expect(keysOfPress({ ...press, key: 'Shift' }, false)).toBeUndefined();
  expect(readOwnShortcuts('{"a": "x", "b": 3}')).toEqual({ a: 'x' });
  expect(readOwnShortcuts('{')).toEqual({});
});

test('shortcuts are shown as the keys of the system', () => {
  expect(keyLabels('$mod+Shift+Z', false)).toEqual(['Ctrl', '⇧', 'Z']);
  expect(keyLabels('$mod+K', true)).toEqual(['⌘', 'K']);
  expect(keyLabels('g w', false)).toEqual(['G', 'W']);
  expect(keyLabels('Shift+?', false)).toEqual(['?']);
});
