import { readConfig, type ReadableDb } from '#host/store';
import type { ChartsAnswer, ChartsQuery, LoggedChart } from '#shared/api';
import type { ProjectRowId } from '#shared/units';
import { isJsonObject, type JsonValue, parseExtended } from '#shared/wire';
import { findRuns } from '../media/runs.ts';

/** The charts that runs asked for. Cost: one config document for each run; only those that speak of charts are parsed. */
export function readCharts(db: ReadableDb, project: ProjectRowId, query: ChartsQuery): ChartsAnswer {
  const runs = findRuns(db, project, query.runs).flatMap(({ name, id }) => {
    const charts = chartsIn(readConfig(db, id));
    return charts.length === 0 ? [] : [{ run: name, charts }];
  });
  return { runs };
}

/** The charts of a config document, sorted by key. Entries that name no preset or no table are left out. */
export function chartsIn(config: string): readonly LoggedChart[] {
  if (!config.includes('"visualize"') && !config.includes('"viz"')) return [];
  const client = memberOf(memberOf(parseExtended(config), '_wandb'), 'value');
  const charts = [
    ...entriesOf(memberOf(client, 'visualize')).flatMap(([key, value]) => visualized(key, value)),
    ...entriesOf(memberOf(client, 'viz')).flatMap(([key, value]) => legacy(key, value)),
  ];
  return charts.sort((a, b) => (a.key < b.key ? -1 : 1));
}

function visualized(key: string, value: JsonValue | undefined): LoggedChart[] {
  const panel = memberOf(value, 'panel_config');
  const preset = memberOf(panel, 'panelDefId');
  const tableKey = tableKeyIn(memberOf(panel, 'userQuery'));
  if (typeof preset !== 'string' || tableKey === undefined) return [];
  return [
    {
      key,
      preset,
      fields: textsOf(memberOf(panel, 'fieldSettings')),
      strings: textsOf(memberOf(panel, 'stringSettings')),
      tableKey,
    },
  ];
}

function legacy(key: string, value: JsonValue | undefined): LoggedChart[] {
  const preset = memberOf(value, 'id');
  const settings = textsOf(memberOf(value, 'historyFieldSettings'));
  if (typeof preset !== 'string') return [];
  const { key: tableKey = key, 'x-axis': _axis, ...fields } = settings;
  return [{ key, preset, fields, strings: {}, tableKey }];
}

/** The value of the argument `tableKey`, wherever the query has it. */
function tableKeyIn(query: JsonValue | undefined): string | undefined {
  if (Array.isArray(query)) {
    for (const one of query) {
      const found = tableKeyIn(one);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (!isJsonObject(query)) return undefined;
  if (query['name'] === 'tableKey' && typeof query['value'] === 'string') return query['value'];
  return tableKeyIn(Object.values(query).filter((one) => typeof one === 'object'));
}

function textsOf(value: JsonValue | undefined): Record<string, string> {
  return Object.fromEntries(
    entriesOf(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function entriesOf(value: JsonValue | undefined): [string, JsonValue][] {
  return isJsonObject(value) ? Object.entries(value) : [];
}

function memberOf(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
