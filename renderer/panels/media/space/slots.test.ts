import { expect, test } from 'vitest';
import { Slots } from './slots.ts';

function holders(count: number): { readonly one: { onChange: (isHeld: boolean) => void }; isHeld: boolean }[] {
  return Array.from({ length: count }, () => {
    const state = { isHeld: false, one: { onChange: (isHeld: boolean) => void (state.isHeld = isHeld) } };
    return state;
  });
}

test('of many that come in one moment only so many hold a place, and the others follow in order', () => {
  const slots = new Slots(8);
  const all = holders(20);
  for (const { one } of all) slots.ask(one);
  expect(all.map(({ isHeld }) => isHeld)).toEqual(all.map((_, i) => i < 8));
  for (const { one } of all.slice(0, 3)) slots.leave(one);
  expect(all.slice(8).map(({ isHeld }) => isHeld)).toEqual(all.slice(8).map((_, i) => i < 3));
  expect(slots.heldCount).toBe(8);
  for (const { one } of all) slots.leave(one);
  expect(slots.heldCount).toBe(0);
});

test('who is wanted takes the place of the one that has held its own for longest', () => {
  const slots = new Slots(2);
  const all = holders(4);
  for (const { one } of all) slots.ask(one);
  slots.claim(all[3]?.one ?? { onChange: () => undefined });
  expect(all.map(({ isHeld }) => isHeld)).toEqual([false, true, false, true]);
  expect(slots.heldCount).toBe(2);
});
