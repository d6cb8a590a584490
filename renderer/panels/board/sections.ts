import type { PanelSource } from '../registry.ts';
import type { BoardBody, PanelSize, PanelSpec, SectionSpec } from './board-body.ts';
import { strings } from './strings.ts';

/** One panel on its place. */
export interface Cell {
  readonly id: string;
  readonly title: string;
  readonly spec: PanelSpec;
  /** The keys it shows; empty while none is there. */
  readonly sources: readonly PanelSource[];
  /** Set when the pattern cannot be read. */
  readonly fault: string | undefined;
  readonly size: PanelSize;
}

/** A group of panels under one heading. */
export interface Section {
  readonly id: string;
  readonly name: string;
  readonly spec: SectionSpec;
  readonly cells: readonly Cell[];
}

/** Where keys without a slash go. */
export const CHARTS_SECTION = 'Charts';
/** Where media keys without a slash go; comes first. */
export const MEDIA_SECTION = 'Media';
export const DEFAULT_SIZE: PanelSize = { columns: 1, rows: 5 };
export const NO_PANEL: PanelSpec = {};
const NO_SECTION: SectionSpec = {};

const byName = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** The section of a key: what stands before its first (or last) slash. */
export function sectionOf(key: string, by: 'first' | 'last', home: string = CHARTS_SECTION): string {
  const cut = by === 'first' ? key.indexOf('/') : key.lastIndexOf('/');
  return cut <= 0 ? home : key.slice(0, cut);
}

/** What is set of a section; a section may be called `constructor` after its keys. */
export function sectionSpec({ sections }: BoardBody, id: string): SectionSpec {
  return (Object.hasOwn(sections, id) ? sections[id] : undefined) ?? NO_SECTION;
}

/**
 * The board as it is to be seen: automatic panels of all sources but those that were removed or that a pattern has
 * taken, and panels made by hand; by section, in order. `madeTitle` names panels that have no keys. Numbers in names count as numbers (`layer2` before `layer10`).
 */
export function buildSections(
  body: BoardBody,
  sources: readonly PanelSource[],
  nameOf: (source: PanelSource) => string,
  madeTitle: (spec: PanelSpec) => string | undefined = () => undefined,
  sizeOf: (found: readonly PanelSource[], spec: PanelSpec) => PanelSize | undefined = () => undefined,
): Section[] {
  const byKey = new Map(sources.map((source) => [source.key, source]));
  const cells: { readonly cell: Cell; readonly section: string }[] = [];
  const taken = new Set<string>();
  for (const [id, spec] of Object.entries(body.panels)) {
    if (spec.kind === undefined || spec.isRemoved === true) continue;
    const found = sourcesOf(spec, byKey, sources);
    if (spec.pattern !== undefined) for (const source of found.sources) taken.add(source.id);
    const section = spec.section ?? CHARTS_SECTION;
    cells.push({
      cell: makeCell(body, id, spec, found, section, sizeOf(found.sources, spec), madeTitle(spec)),
      section,
    });
  }
  for (const source of sources) {
    const spec = body.panels[source.id] ?? NO_PANEL;
    const isShown = body.mode === 'manual' ? spec.isAdded === true : spec.isRemoved !== true && !taken.has(source.id);
    if (!isShown) continue;
    const section = spec.section ?? nameOf(source);
    const found = spec.keys === undefined ? { sources: [source] } : sourcesOf(spec, byKey, sources);
    cells.push({
      cell: makeCell(body, source.id, spec, found, section, sizeOf(found.sources, spec), source.title),
      section,
    });
  }
  return arrange(body, cells);
}

function makeCell(
  body: BoardBody,
  id: string,
  spec: PanelSpec,
  found: { readonly sources: readonly PanelSource[]; readonly fault?: string | undefined },
  section: string,
  usual: PanelSize | undefined,
  automatic?: string,
): Cell {
  const own = (spec.config as { title?: unknown } | undefined)?.title;
  const keys = spec.pattern === undefined ? (spec.keys ?? []).join(', ') : `/${spec.pattern}/`;
  return {
    id,
    title: typeof own === 'string' && own !== '' ? own : (automatic ?? (keys === '' ? strings.untitled : keys)),
    spec,
    sources: found.sources,
    fault: found.fault,
    size: spec.size ?? sectionSpec(body, section).size ?? usual ?? DEFAULT_SIZE,
  };
}

function sourcesOf(spec: PanelSpec, byKey: ReadonlyMap<string, PanelSource>, sources: readonly PanelSource[]) {
  if (spec.pattern !== undefined) return matchSources(sources, spec.pattern);
  return { sources: (spec.keys ?? []).flatMap((key) => byKey.get(key) ?? []) };
}

/** Sources whose key matches; `fault` says why the pattern cannot be read. */
export function matchSources(sources: readonly PanelSource[], pattern: string) {
  const read = readPattern(pattern);
  if (read.pattern === undefined) return { sources: [], fault: read.fault };
  const { pattern: found } = read;
  return { sources: sources.filter((source) => found.test(source.key)), fault: undefined };
}

/** More letters than this make no pattern that a person wrote. */
const LONGEST_PATTERN = 400;

/**
 * A pattern as a regular expression. Repetitions within repetitions, `(a+)+`, can take for ever and are refused, as RE2
 * would never need them.
 */
export function readPattern(
  text: string,
): { readonly pattern: RegExp; readonly fault?: undefined } | { readonly pattern?: undefined; readonly fault: string } {
  if (text.length > LONGEST_PATTERN) return { fault: strings.patternTooLong(LONGEST_PATTERN) };
  if (/\((?:[^()\\]|\\.)*[+*](?:[^()\\]|\\.)*\)[+*{]/.test(text)) return { fault: strings.patternRepeats };
  if (/\\[1-9]|\(\?<?[=!]/.test(text)) return { fault: strings.patternLooks };
  try {
    return { pattern: new RegExp(text, 'u') };
  } catch (error) {
    return {
      fault: (error instanceof Error ? error.message : String(error)).replace(/^Invalid regular expression: /, ''),
    };
  }
}

function arrange(body: BoardBody, cells: readonly { readonly cell: Cell; readonly section: string }[]): Section[] {
  const groups = new Map<string, Cell[]>();
  for (const id of body.sectionOrder) groups.set(id, []);
  for (const { cell, section } of cells) {
    const group = groups.get(section);
    if (group === undefined) groups.set(section, [cell]);
    else group.push(cell);
  }
  const place = new Map(body.sectionOrder.map((id, i) => [id, i]));
  return [...groups]
    .map(([id, group]) => {
      const spec = sectionSpec(body, id);
      return { id, name: spec.name ?? id, spec, cells: inOrder(group, spec.order ?? []) };
    })
    .filter(({ id, cells }) => cells.length > 0 || id.startsWith('s-'))
    .sort(
      (a, b) =>
        (place.get(a.id) ?? Infinity) - (place.get(b.id) ?? Infinity) ||
        Number(b.id === MEDIA_SECTION) - Number(a.id === MEDIA_SECTION) ||
        Number(b.id === CHARTS_SECTION) - Number(a.id === CHARTS_SECTION) ||
        byName.compare(a.name, b.name),
    );
}

function inOrder(cells: readonly Cell[], order: readonly string[]): Cell[] {
  const place = new Map(order.map((id, i) => [id, i]));
  const at = (cell: Cell): number => place.get(cell.id) ?? order.length;
  return [...cells].sort((a, b) => at(a) - at(b) || byName.compare(a.title, b.title));
}

/** What a panel search keeps; a broken expression keeps everything and says what is wrong. */
export function searchSections(sections: readonly Section[], text: string, isRegex: boolean) {
  if (text === '') return { sections, count: 0, error: undefined };
  let test: (words: string) => boolean;
  if (isRegex) {
    const read = readPattern(text);
    if (read.pattern === undefined) return { sections, count: 0, error: read.fault };
    const { pattern } = read;
    test = (words) => pattern.test(words);
  } else {
    const needle = text.toLowerCase();
    test = (words) => words.toLowerCase().includes(needle);
  }
  const found = sections
    .map((section) => ({
      ...section,
      cells: section.cells.filter((cell) => test(cell.title) || cell.sources.some((source) => test(source.key))),
    }))
    .filter((section) => section.cells.length > 0);
  return { sections: found, count: found.reduce((sum, section) => sum + section.cells.length, 0), error: undefined };
}
