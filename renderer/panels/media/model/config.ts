/** Own settings of a model graph. */
export interface ModelConfig {
  readonly version: 1;
  /** The layers as a table instead of the graph. */
  readonly isTable: boolean;
  /** The run whose model is shown; left out = the first that has one. */
  readonly run?: string | undefined;
  /** Settings of the table, read by the table. */
  readonly table?: unknown;
}

/** Reads saved settings; what is damaged counts as not set. */
export function readModelConfig(saved: unknown): ModelConfig {
  const fields = typeof saved === 'object' && saved !== null ? (saved as Readonly<Record<string, unknown>>) : {};
  const { isTable, run, table } = fields;
  return {
    version: 1,
    isTable: isTable === true,
    ...(typeof run === 'string' && run !== '' ? { run } : {}),
    ...(table === undefined ? {} : { table }),
  };
}

/** What is to be saved; undefined when nothing is set. */
export function sparseModelConfig({ isTable, run, table }: ModelConfig): object | undefined {
  const set = {
    ...(isTable ? { isTable } : {}),
    ...(run === undefined ? {} : { run }),
    ...(table === undefined ? {} : { table }),
  };
  return Object.keys(set).length === 0 ? undefined : { version: 1, ...set };
}
