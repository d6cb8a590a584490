/** A logged table: where its rows lie. */
export interface TableRef {
  readonly kind: 'table';
  /**
   * The run's own file: at most 10,000 rows, media as the names of their classes. Of tables that lie in an artifact only,
   * the path there.
   */
  readonly file: string;
  /** As the client says; an incremental table counts all rows so far. */
  readonly rowCount?: number;
  readonly columnCount?: number;
  /** `wandb-client-artifact://…` or `wandb-artifact://…` of the copy that holds every row and its media. */
  readonly artifactPath?: string;
  readonly isIncremental: boolean;
}

/** Types of values with a file of their own; of a model graph its layers are the rows. Source: protocol 9.2. */
export const TABLE_TYPES: ReadonlySet<string> = new Set(['table-file', 'incremental-table-file', 'graph-file']);
/** Tables that lie in an artifact only. Source: wandb 0.31, sdk/data_types/table.py. */
const ARTIFACT_TABLE_TYPES: ReadonlySet<string> = new Set(['partitioned-table', 'joined-table']);

/** The table that a logged value refers to; undefined when it is none. Source: wandb 0.31, protocol 9.2. */
export function decodeTable(value: unknown): TableRef | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const fields = value as Readonly<Record<string, unknown>>;
  const type = fields['_type'];
  const address = fields['artifact_path'];
  if (typeof type === 'string' && ARTIFACT_TABLE_TYPES.has(type)) {
    const path =
      typeof address === 'string' ? /^wandb-(?:client-)?artifact:\/\/[^/]+\/(.+)$/.exec(address)?.[1] : undefined;
    if (typeof address !== 'string' || path === undefined) return undefined;
    return { kind: 'table', file: path, artifactPath: address, isIncremental: false };
  }
  const file = fields['path'];
  if (typeof type !== 'string' || !TABLE_TYPES.has(type) || typeof file !== 'string' || file === '') return undefined;
  return {
    kind: 'table',
    file,
    ...countOf('rowCount', fields['nrows']),
    ...countOf('columnCount', fields['ncols']),
    ...(typeof address === 'string' && address !== '' ? { artifactPath: address } : {}),
    isIncremental: type === 'incremental-table-file',
  };
}

function countOf<K extends string>(name: K, value: unknown): { readonly [name in K]?: number } {
  const isCount = typeof value === 'number' && Number.isInteger(value) && value >= 0;
  return (isCount ? { [name]: value } : {}) as { readonly [name in K]?: number };
}
