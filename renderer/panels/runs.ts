import type { RunState } from '#shared/api';
import type { ProjectPath, RunPath } from '#shared/units';
import { colorFor, colorRound, type RunColors } from '#ui/widgets';

/** A run as panels draw it. */
export interface DrawnRun {
  readonly path: RunPath;
  readonly label: string;
  /** CSS colour or `var(--run-n)`. */
  readonly color: string;
  readonly dash: readonly number[];
  readonly isLive: boolean;
  /** Drawn bold: what the others are measured by. */
  readonly isBaseline: boolean;
  /** What templates may name: `run:displayName`, `config:lr`, `summary:acc`. */
  readonly fields: Readonly<Record<string, string>>;
  /** Id of the group that it is drawn faintly behind. */
  readonly memberOf?: string | undefined;
}

/** Runs that make one line together. */
export interface DrawnGroup {
  readonly id: string;
  readonly label: string;
  readonly color: string;
  /** Short ids of the runs that count. */
  readonly runs: readonly string[];
}

/** More runs than this behind their groups are only fog. */
export const MOST_MEMBERS = 300;

/** The runs of groups as they are drawn behind their group, without those that are drawn by themselves. */
export function membersOf(
  project: ProjectPath,
  groups: readonly DrawnGroup[],
  drawn: readonly DrawnRun[],
): readonly DrawnRun[] {
  const known = new Set(drawn.map((run) => run.path.run));
  return groups
    .flatMap(({ id, color, runs }) =>
      runs
        .filter((run) => !known.has(run))
        .map((run): DrawnRun => ({
          path: { ...project, run },
          label: run,
          color,
          dash: [],
          isLive: false,
          isBaseline: false,
          fields: {},
          memberOf: id,
        })),
    )
    .slice(0, MOST_MEMBERS);
}

/** What of a run decides how it is drawn. */
export interface DrawableHead {
  readonly path: RunPath;
  readonly displayName: string;
  readonly state: RunState;
  /** Place in the project by order of creation. */
  readonly ordinal: number;
  readonly color?: string | undefined;
  readonly group?: string | undefined;
  readonly jobType?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly username?: string | undefined;
  readonly host?: string | undefined;
}

/** Patterns for runs that share a colour of the palette: the first round is solid. */
const DASHES: readonly (readonly number[])[] = [[], [6, 3], [2, 3], [9, 3, 2, 3]];

/** Dash pattern of the n-th of several things that share a colour. */
export function dashOf(index: number): readonly number[] {
  return DASHES[index % DASHES.length] ?? [];
}

/** Colour of the n-th of several things that are no runs: groups, keys of one run. */
export function colorOf(index: number): string {
  return colorFor(index);
}

/** How runs are drawn that a page has at hand. */
export interface DrawOptions {
  readonly baseline?: string;
  /** The palette, for whoever is drawn anew with another one; left out: that of the moment. */
  readonly colors?: RunColors;
  /** More fields of a run. */
  readonly valuesOf?: (run: string) => Readonly<Record<string, string>>;
}

/**
 * Gives each run its colour: a person's choice, else by its place in the project, the same everywhere. Dashes tell runs
 * apart that are so many places away from each other that the palette has begun anew.
 */
export function toDrawnRuns(heads: readonly DrawableHead[], options: DrawOptions = {}): DrawnRun[] {
  return heads.map((head) => {
    const round = head.color === undefined ? colorRound(head.ordinal, options.colors) : 0;
    return {
      path: head.path,
      label: head.displayName,
      color: colorFor(head.ordinal, head.color),
      dash: dashOf(round),
      isLive: head.state === 'running',
      isBaseline: options.baseline === head.path.run,
      fields: { ...fieldsOf(head), ...options.valuesOf?.(head.path.run) },
    };
  });
}

function fieldsOf(head: DrawableHead): Record<string, string> {
  const { displayName, group = '', jobType = '', tags = [], username = '', host = '', state } = head;
  return {
    'run:displayName': displayName,
    'run:id': head.path.run,
    'run:name': head.path.run,
    'run:state': state,
    'run:group': group,
    'run:jobType': jobType,
    'run:tags': tags.join(', '),
    'run:username': username,
    'run:host': host,
  };
}

/** `${run:displayName}` and the like in a template, with what a run has there; an empty template gives undefined. */
export function fillTemplate(template: string, fields: Readonly<Record<string, string>>): string | undefined {
  const name = template.replaceAll(CURSOR_PART, ' ').trim();
  if (name === '') return undefined;
  return name.replaceAll(PLACEHOLDER, (_whole, field: string) => fields[field.trim()] ?? '');
}

/** The parts of a template that are said at the cursor, with its own fields left open; undefined without any. */
export function tipTemplate(template: string, fields: Readonly<Record<string, string>>): string | undefined {
  const parts = [...template.matchAll(CURSOR_PART)].map(([, part = '']) => part.trim());
  if (parts.length === 0) return undefined;
  return parts
    .join(' ')
    .replaceAll(PLACEHOLDER, (whole, field: string) =>
      CURSOR_FIELDS.has(field) ? whole : (fields[field.trim()] ?? ''),
    );
}

const PLACEHOLDER = /\$\{([^}]+)\}/g;
const CURSOR_PART = /\[\[(.*?)\]\]/g;
/** Filled in by the chart, for the point at the cursor. */
const CURSOR_FIELDS: ReadonlySet<string> = new Set(['x', 'y', 'original', 'mean', 'stddev', 'min', 'max', 'percent']);

/** The config and summary keys that templates somewhere in a saved board name, in the order they stand. */
export function templateColumns(text: string): { readonly kind: 'config' | 'summary'; readonly key: string }[] {
  const found = new Map<string, { readonly kind: 'config' | 'summary'; readonly key: string }>();
  for (const [, kind, key] of text.matchAll(/\$\{(config|summary):([^}"\\]+)\}/g)) {
    if ((kind === 'config' || kind === 'summary') && key !== undefined) found.set(`${kind}:${key}`, { kind, key });
  }
  return [...found.values()];
}
