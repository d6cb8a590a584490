import { VALUE_KIND, type ReadableDb } from '#host/store';
import type { MetricKey, ProjectKeys, ValueKey } from '#shared/api';
import type { ProjectRowId } from '#shared/units';
import { definitionsOfProject } from '../definitions.ts';
import { isMetricKey } from '../run/metrics.ts';
import { statement } from '../sql.ts';

type Doc = 'config' | 'summary' | 'history' | 'events';

/** `type` is '' for "any", a kind's number for config and summary, a type's name for metrics. */
interface KeyRecord {
  readonly name: string;
  readonly doc: Doc;
  readonly type: string;
  readonly run_count: number;
}

const KEYS = `SELECT k.name, p.doc, p.type, p.run_count FROM project_keys p JOIN keys k ON k.id = p.key_id
  WHERE p.project_id = ? AND p.run_count > 0 ORDER BY k.name`;

const KIND_NAMES = new Map(
  Object.entries(VALUE_KIND).map(([name, kind]) => [String(kind), name as keyof typeof VALUE_KIND]),
);

/** All keys of a project, each list sorted by name. Cost: does not depend on the number of runs. */
export function readProjectKeys(db: ReadableDb, projectId: ProjectRowId): ProjectKeys {
  const byDoc: Record<Doc, Map<string, KeyRecord[]>> = {
    config: new Map(),
    summary: new Map(),
    history: new Map(),
    events: new Map(),
  };
  for (const record of statement(db, KEYS).all(projectId) as KeyRecord[]) {
    const known = byDoc[record.doc]?.get(record.name);
    if (known === undefined) byDoc[record.doc]?.set(record.name, [record]);
    else known.push(record);
  }
  const definitionOf = definitionsOfProject(db, projectId);
  const metrics = (doc: 'history' | 'events'): MetricKey[] =>
    [...byDoc[doc]]
      .filter(([name]) => isMetricKey(name))
      .map(([name, records]) => ({ ...metricKey(name, records), ...definitionOf(name) }));
  return {
    metrics: metrics('history'),
    system: metrics('events'),
    config: [...byDoc.config].map(([name, records]) => valueKey(name, records)),
    summary: [...byDoc.summary].map(([name, records]) => valueKey(name, records)),
  };
}

function metricKey(name: string, records: readonly KeyRecord[]): Pick<MetricKey, 'name' | 'runCount' | 'typeCounts'> {
  const types = records.filter((record) => record.type !== '');
  return {
    name,
    runCount: records.find((record) => record.type === '')?.run_count ?? 0,
    typeCounts: Object.fromEntries(types.map((record) => [record.type, record.run_count])),
  };
}

function valueKey(name: string, records: readonly KeyRecord[]): ValueKey {
  return {
    name,
    runCount: records.reduce((sum, record) => sum + record.run_count, 0),
    kinds: records.flatMap((record) => KIND_NAMES.get(record.type) ?? []),
  };
}
