import uFuzzy from '@leeoniya/ufuzzy';
import { useQueries } from '@tanstack/react-query';
import type { RunHead } from '#shared/api';
import { isInnerKey } from '#shared/metrics';
import { projectHref, runHref, type ProjectPath } from '#shared/units';
import { queryKeys, useData, useProjectKeys, useProjects } from '#ui/data';
import type { Command } from '#ui/widgets';
import { strings } from './strings.ts';

export type PaletteItem = {
  readonly id: string;
  readonly title: string;
  readonly note?: string;
  readonly group: string;
} & (
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'project'; readonly href: string }
  | { readonly kind: 'key'; readonly href: string }
  | { readonly kind: 'run'; readonly href: string; readonly head: RunHead }
);

/** Outside of a project the runs of so many latest projects are searched. */
const PROJECTS_SEARCHED = 4;
const RUNS_SHOWN = 8;
const PROJECTS_SHOWN = 8;
const KEYS_SHOWN = 6;

const NOWHERE: ProjectPath = { entity: '', project: '' };

/** What matches the text, best first: projects, runs, panels of logged keys, then commands. Runs are searched by the host. */
export function usePaletteItems(
  text: string,
  commands: readonly Command[],
  project: ProjectPath | undefined,
): { readonly items: readonly PaletteItem[]; readonly isSearching: boolean } {
  const { api } = useData();
  const projects = useProjects().data ?? [];
  const places = project === undefined ? projects.slice(0, PROJECTS_SEARCHED).map((one) => one.path) : [project];
  const answers = useQueries({
    queries: places.map((path) => {
      const query = { ...(text === '' ? {} : { search: { text, isRegex: false } }), limit: RUNS_SHOWN };
      return {
        queryKey: queryKeys.runs(path, query),
        queryFn: ({ signal }: { signal: AbortSignal }) => api.queryRuns(path, query, signal),
      };
    }),
  });
  const heads = answers.flatMap((answer) => answer.data?.rows.map((row) => row.head) ?? []).slice(0, RUNS_SHOWN);
  const keys = useKeyItems(text, project);
  const projectItems = projects.map((one): PaletteItem => ({
    kind: 'project',
    id: `project ${projectHref(one.path)}`,
    title: one.path.project,
    note: one.path.entity,
    group: strings.projects,
    href: projectHref(one.path),
  }));
  const items = [
    ...rank(text, projectItems).slice(0, PROJECTS_SHOWN),
    ...heads.map(runItem),
    ...keys,
    ...rank(text, commands.filter((command) => command.isKeyOnly !== true).map(commandItem)),
  ];
  return { items, isSearching: answers.some((answer) => answer.isFetching) };
}

/** Keys that the runs of the project have logged, each at its panel; none before there is something to search for. */
function useKeyItems(text: string, project: ProjectPath | undefined): readonly PaletteItem[] {
  const isWanted = project !== undefined && text.trim() !== '';
  const metrics = useProjectKeys(project ?? NOWHERE, isWanted).data?.metrics ?? [];
  if (!isWanted) return [];
  const items = metrics
    .filter((metric) => !metric.isHidden && !isInnerKey(metric.name))
    .map((metric): PaletteItem => ({
      kind: 'key',
      id: `key ${metric.name}`,
      title: metric.name,
      group: strings.paletteKeys,
      href: `${projectHref(project)}/workspace#panel=${encodeURIComponent(`history/${metric.name}`)}`,
    }));
  return rank(text, items).slice(0, KEYS_SHOWN);
}

function runItem(head: RunHead): PaletteItem {
  return {
    kind: 'run',
    id: `run ${runHref(head.path)}`,
    title: head.displayName,
    note: `${head.path.project} · ${head.path.run}`,
    group: strings.paletteRuns,
    href: runHref(head.path),
    head,
  };
}

function commandItem(command: Command): PaletteItem {
  return { kind: 'command', id: command.id, title: command.title, group: command.group, command };
}

const fuzzy = new uFuzzy({ intraMode: 1 });

/** Items whose title matches, best first; all of them in their order for an empty text. */
export function rank<T extends { readonly title: string }>(text: string, items: readonly T[]): readonly T[] {
  if (text.trim() === '') return items;
  const titles = items.map((item) => item.title);
  const [indexes, info, order] = fuzzy.search(titles, text, 1);
  if (indexes === null) return [];
  const best = order === null || info === null ? indexes : order.map((place) => info.idx[place] ?? -1);
  return best.flatMap((index) => items[index] ?? []);
}
