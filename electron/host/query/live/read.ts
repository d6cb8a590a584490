import { projectAt, type ReadableDb } from '#host/store';
import type { RunsTableSource, VersionsTableSource } from '#shared/api';
import type { ProjectPath } from '#shared/units';
import { readVersionsTable } from './artifacts.ts';
import { readRunsTable } from './runs.ts';
import type { LiveTable } from './table.ts';

/** A table that the project itself makes, read now. Errors: `project.unknown`, `filter.invalid`. */
export function readLiveTable(
  db: ReadableDb,
  path: ProjectPath,
  source: RunsTableSource | VersionsTableSource,
): LiveTable {
  const project = projectAt(db, path);
  return 'runs' in source ? readRunsTable(db, project, source.runs) : readVersionsTable(db, project, source.artifacts);
}
