import { expect, test } from 'vitest';
import { chartsIn } from './read.ts';

const config = (client: object): string => JSON.stringify({ lr: { value: 1 }, _wandb: { value: client } });

test('charts of wandb.plot and of wandb.visualize are read, sorted by key', () => {
  const userQuery = {
    queryFields: [{ name: 'runSets', fields: [{ args: [{ name: 'tableKey', value: 'pr_table' }] }] }],
  };
  const visualize = {
    pr: {
      panel_type: 'Vega2',
      panel_config: {
        panelDefId: 'wandb/area-under-curve/v0',
        fieldSettings: { x: 'recall', stroke: null },
        stringSettings: { title: 'PR' },
        userQuery,
      },
    },
    damaged: { panel_config: { panelDefId: 7 } },
  };
  const viz = { old: { id: 'me/chart', historyFieldSettings: { 'x-axis': '_step', key: 'old_table' } } };
  expect(chartsIn(config({ visualize, viz }))).toEqual([
    { key: 'old', preset: 'me/chart', fields: {}, strings: {}, tableKey: 'old_table' },
    {
      key: 'pr',
      preset: 'wandb/area-under-curve/v0',
      fields: { x: 'recall' },
      strings: { title: 'PR' },
      tableKey: 'pr_table',
    },
  ]);
});

test('a config without charts costs no parsing', () => {
  expect(chartsIn('{"lr": {"value": NaN}')).toEqual([]);
});
