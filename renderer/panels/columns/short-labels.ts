/** Names of several things without the words that all of them begin with. */
export interface ShortLabels {
  /** What all begin with, without the space after it; empty when they have nothing in common. */
  readonly common: string;
  /** In order; the whole names when nothing is common. */
  readonly labels: readonly string[];
}

/** `lr 0.1 (3)`, `lr 0.2 (5)` → `lr` and `0.1 (3)`, `0.2 (5)`. One name alone stays whole. */
export function shortLabels(names: readonly string[]): ShortLabels {
  const [first = '', ...others] = names;
  let length = first.length;
  for (const other of others) {
    let same = 0;
    while (same < length && same < other.length && other[same] === first[same]) same += 1;
    length = same;
  }
  const cut = first.lastIndexOf(' ', length - 1) + 1;
  if (others.length === 0 || cut === 0 || names.some((name) => name.length === cut))
    return { common: '', labels: names };
  return { common: first.slice(0, cut).trimEnd(), labels: names.map((name) => name.slice(cut)) };
}

/** Groups under their short names. */
export function shortGroups<T extends { readonly label: string }>(groups: readonly T[]): readonly T[] {
  const { labels } = shortLabels(groups.map((group) => group.label));
  return groups.map((group, i) => ({ ...group, label: labels[i] ?? group.label }));
}
