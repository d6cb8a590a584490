import type { PanelSource } from '../registry.ts';

/** A group of panels under one heading. */
export interface Section {
  readonly name: string;
  readonly sources: readonly PanelSource[];
}

/** Where keys without a slash go. */
export const CHARTS_SECTION = 'Charts';

const byName = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** The section of a key: what stands before its first (or last) slash. */
export function sectionOf(key: string, by: 'first' | 'last'): string {
  const cut = by === 'first' ? key.indexOf('/') : key.lastIndexOf('/');
  return cut <= 0 ? CHARTS_SECTION : key.slice(0, cut);
}

/** Panels by section, "Charts" first, then by name; numbers in names count as numbers (`layer2` before `layer10`). */
export function buildSections(sources: readonly PanelSource[], nameOf: (source: PanelSource) => string): Section[] {
  const groups = new Map<string, PanelSource[]>();
  for (const source of sources) {
    const name = nameOf(source);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [source]);
    else group.push(source);
  }
  return [...groups]
    .map(([name, group]) => ({ name, sources: group.sort((a, b) => byName.compare(a.title, b.title)) }))
    .sort(
      (a, b) => Number(b.name === CHARTS_SECTION) - Number(a.name === CHARTS_SECTION) || byName.compare(a.name, b.name),
    );
}

/** What a panel search keeps; a broken expression keeps everything and says what is wrong. */
export function searchSources(sources: readonly PanelSource[], text: string, isRegex: boolean) {
  if (text === '') return { sources, error: undefined };
  if (!isRegex) {
    const needle = text.toLowerCase();
    return { sources: sources.filter((one) => one.title.toLowerCase().includes(needle)), error: undefined };
  }
  let pattern: RegExp;
  try {
    pattern = new RegExp(text, 'i');
  } catch (error) {
    return { sources, error: error instanceof Error ? error.message : String(error) };
  }
  return { sources: sources.filter((one) => pattern.test(one.title)), error: undefined };
}
