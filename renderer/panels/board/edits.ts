import { strip } from '../strip.ts';
import { LARGEST_SIZE, type BoardBody, type PanelSize, type PanelSpec, type SectionSpec } from './board-body.ts';
import { NO_PANEL, sectionSpec, type Section } from './sections.ts';

/** Every change of a board's layout, as a function from board to board. */

export function editPanel(body: BoardBody, id: string, part: Partial<PanelSpec>): BoardBody {
  const next = strip({ ...(body.panels[id] ?? NO_PANEL), ...part });
  const { [id]: _before, ...others } = body.panels;
  return { ...body, panels: Object.keys(next).length === 0 ? others : { ...body.panels, [id]: next } };
}

export function editSection(body: BoardBody, id: string, part: Partial<SectionSpec>): BoardBody {
  const next = strip({ ...sectionSpec(body, id), ...part });
  const { [id]: _before, ...others } = body.sections;
  return { ...body, sections: Object.keys(next).length === 0 ? others : { ...body.sections, [id]: next } };
}

/** Puts a panel before another one, or at the end of a section. */
export function movePanel(
  body: BoardBody,
  sections: readonly Section[],
  id: string,
  to: { readonly section: string; readonly before?: string | undefined },
): BoardBody {
  const target = sections.find((section) => section.id === to.section);
  const others = (target?.cells ?? []).map((cell) => cell.id).filter((one) => one !== id);
  const at = to.before === undefined ? -1 : others.indexOf(to.before);
  const order = at < 0 ? [...others, id] : [...others.slice(0, at), id, ...others.slice(at)];
  return editSection(editPanel(body, id, { section: to.section }), to.section, { order });
}

/** Moves a panel by so many places within its section; stays at the ends. */
export function nudgePanel(body: BoardBody, sections: readonly Section[], id: string, by: number): BoardBody {
  const section = sections.find((one) => one.cells.some((cell) => cell.id === id));
  if (section === undefined) return body;
  const ids = section.cells.map((cell) => cell.id);
  const from = ids.indexOf(id);
  const to = Math.max(0, Math.min(ids.length - 1, from + by));
  if (to === from) return body;
  const others = ids.filter((one) => one !== id);
  return editSection(body, section.id, { order: [...others.slice(0, to), id, ...others.slice(to)] });
}

export function boundSize({ columns, rows }: PanelSize): PanelSize {
  return {
    columns: Math.max(1, Math.min(LARGEST_SIZE.columns, columns)),
    rows: Math.max(2, Math.min(LARGEST_SIZE.rows, rows)),
  };
}

export function resizePanel(body: BoardBody, id: string, size: PanelSize): BoardBody {
  return editPanel(body, id, { size: boundSize(size) });
}

/** Gives all panels of a section the size of one of them. */
export function applySize(body: BoardBody, section: Section, size: PanelSize): BoardBody {
  const cleared = section.cells.reduce((next, cell) => editPanel(next, cell.id, { size: undefined }), body);
  return editSection(cleared, section.id, { size });
}

/** Takes a panel off the board. An automatic one can be ticked on again; what was set on it stays. */
export function removePanel(body: BoardBody, id: string): BoardBody {
  if (body.panels[id]?.kind === undefined) return editPanel(body, id, { isRemoved: true, isAdded: undefined });
  const { [id]: _gone, ...panels } = body.panels;
  return { ...body, panels };
}

/** Puts an automatic panel on the board. */
export function showPanel(body: BoardBody, id: string): BoardBody {
  return editPanel(body, id, { isRemoved: undefined, isAdded: body.mode === 'manual' ? true : undefined });
}

/** A new id that the board does not have. */
export function freshId(body: BoardBody, prefix: 'p' | 's'): string {
  const known = prefix === 'p' ? body.panels : body.sections;
  const taken = new Set([...Object.keys(known), ...body.sectionOrder]);
  let number = Object.keys(known).length + 1;
  while (taken.has(`${prefix}-${number}`)) number += 1;
  return `${prefix}-${number}`;
}

/** Adds a panel made by hand, at the head of its section. */
export function addPanel(
  body: BoardBody,
  sections: readonly Section[],
  spec: PanelSpec & { readonly section: string },
  after?: string,
): BoardBody {
  const id = freshId(body, 'p');
  const cells = sections.find((section) => section.id === spec.section)?.cells ?? [];
  const at = cells.findIndex((cell) => cell.id === after);
  return movePanel({ ...body, panels: { ...body.panels, [id]: spec } }, sections, id, {
    section: spec.section,
    before: cells[at + 1]?.id,
  });
}

/** Puts sections in a given order. */
export function moveSection(
  body: BoardBody,
  sections: readonly Section[],
  id: string,
  before: string | undefined,
): BoardBody {
  const others = sections.map((section) => section.id).filter((one) => one !== id);
  const at = before === undefined ? -1 : others.indexOf(before);
  return { ...body, sectionOrder: at < 0 ? [...others, id] : [...others.slice(0, at), id, ...others.slice(at)] };
}

export function addSection(
  body: BoardBody,
  sections: readonly Section[],
  name: string,
  before: string | undefined,
): BoardBody {
  const id = freshId(body, 's');
  return moveSection(editSection(body, id, { name }), sections, id, before);
}

/** Takes a section off the board with all its panels; those made by hand are gone with it (undo brings them back). */
export function removeSection(body: BoardBody, section: Section): BoardBody {
  const without = section.cells.reduce((next, cell) => removePanel(next, cell.id), body);
  const { [section.id]: _gone, ...sections } = without.sections;
  return { ...without, sections, sectionOrder: without.sectionOrder.filter((id) => id !== section.id) };
}
