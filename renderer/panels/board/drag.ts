import { useCallback, useEffect, useRef, useState, type PointerEvent as ReactPointerEvent } from 'react';

/** Where a dragged panel would land. */
export interface DropPlace {
  readonly section: string;
  readonly before: string | undefined;
}

export interface Drag {
  readonly id: string;
  readonly title: string;
  readonly x: number;
  readonly y: number;
  readonly place: DropPlace | undefined;
}

/** The list is moved when the pointer is this near to its upper or lower end. */
const EDGE_PX = 48;

/**
 * Dragging by pointer: cells carry `data-cell` and sections `data-section`, both with their ids. `onDrop` is called once
 * at the end; Escape gives up.
 */
export function useDrag(onDrop: (id: string, place: DropPlace) => void) {
  const [drag, setDrag] = useState<Drag | undefined>(undefined);
  const latest = useRef({ drag, onDrop });
  useEffect(() => {
    latest.current = { drag, onDrop };
  });
  const isDragging = drag !== undefined;
  useEffect(() => {
    if (!isDragging) return undefined;
    const move = (event: PointerEvent): void => {
      const { clientX: x, clientY: y } = event;
      scrollAtEdge(y);
      setDrag((old) => (old === undefined ? old : { ...old, x, y, place: placeAt(x, y, old.id) ?? old.place }));
    };
    const drop = (): void => {
      const { drag: last, onDrop: act } = latest.current;
      setDrag(undefined);
      if (last?.place !== undefined) act(last.id, last.place);
    };
    const press = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') setDrag(undefined);
    };
    addEventListener('pointermove', move);
    addEventListener('pointerup', drop);
    addEventListener('pointercancel', drop);
    addEventListener('keydown', press);
    return () => {
      removeEventListener('pointermove', move);
      removeEventListener('pointerup', drop);
      removeEventListener('pointercancel', drop);
      removeEventListener('keydown', press);
    };
  }, [isDragging]);
  const grab = useCallback((event: ReactPointerEvent, id: string, title: string) => {
    if (event.button !== 0) return;
    event.preventDefault();
    if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
    setDrag({ id, title, x: event.clientX, y: event.clientY, place: undefined });
  }, []);
  return { drag, grab };
}

function placeAt(x: number, y: number, id: string): DropPlace | undefined {
  const under = document.elementFromPoint(x, y);
  const section = under?.closest<HTMLElement>('[data-section]')?.dataset['section'];
  if (section === undefined) return undefined;
  const cell = under?.closest<HTMLElement>('[data-cell]');
  if (cell === null || cell === undefined) return { section, before: undefined };
  // Over its own new place nothing changes, else it would flicker between two places.
  if (cell.dataset['cell'] === id) return undefined;
  const box = cell.getBoundingClientRect();
  const isAfter = x > box.left + box.width / 2;
  const next = isAfter ? cell.nextElementSibling : cell;
  return { section, before: next instanceof HTMLElement ? next.dataset['cell'] : undefined };
}

function scrollAtEdge(y: number): void {
  const list = document.querySelector<HTMLElement>('[data-board-scroll]');
  if (list === null) return;
  const box = list.getBoundingClientRect();
  if (y < box.top + EDGE_PX) list.scrollBy({ top: -14 });
  else if (y > box.bottom - EDGE_PX) list.scrollBy({ top: 14 });
}
