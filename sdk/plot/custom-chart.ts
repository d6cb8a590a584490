import { OPAQUE } from '#sdk/values';
import type { Table } from '#sdk/media';

/** A chart over a table: a preset by its name, and which columns fill its fields. */
export class CustomChart {
  readonly kind = 'chart';
  readonly preset: string;
  readonly table: Table;
  readonly #fields: Readonly<Record<string, string | null>>;
  readonly #strings: Readonly<Record<string, string>>;
  readonly #isSplit: boolean;

  /** `strings`: words of the chart, such as its title. `isSplit`: the table has a section of its own. */
  constructor(
    preset: string,
    table: Table,
    fields: Readonly<Record<string, string | null>>,
    {
      strings = {},
      isSplit = false,
    }: { readonly strings?: Readonly<Record<string, string>>; readonly isSplit?: boolean } = {},
  ) {
    this.preset = preset;
    this.table = table;
    this.#fields = fields;
    this.#strings = strings;
    this.#isSplit = isSplit;
  }

  get [OPAQUE](): string {
    return this.kind;
  }

  /** @internal The key of the run's history that holds the table. Source: the Python client. */
  tableKey(key: string): string {
    return this.#isSplit ? `Custom Chart Tables/${key}_table` : `${key}_table`;
  }

  /** @internal What the run's config says of the chart. Source: the Python client, `CustomChartSpec.config_value`. */
  definition(key: string): Readonly<Record<string, unknown>> {
    const summaryTable = {
      name: 'summaryTable',
      args: [{ name: 'tableKey', value: this.tableKey(key) }],
      fields: [],
    };
    return {
      panel_type: 'Vega2',
      panel_config: {
        panelDefId: this.preset,
        fieldSettings: this.#fields,
        stringSettings: this.#strings,
        transform: { name: 'tableWithLeafColNames' },
        userQuery: {
          queryFields: [
            {
              name: 'runSets',
              args: [{ name: 'runSets', value: '${runSets}' }],
              fields: [
                { name: 'id', fields: [] },
                { name: 'name', fields: [] },
                { name: '_defaultColorIndex', fields: [] },
                summaryTable,
              ],
            },
          ],
        },
      },
    };
  }
}
