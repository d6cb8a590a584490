import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFaults } from '../support/access.ts';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { entityOf, ROOT, startHost, type TestHost } from '../support/host.ts';
import { addPanel, keepScreen, listenForTrouble, showTheme } from '../support/page.ts';
import { fixture, pythonMissing, pythonWith, runScript } from '../support/python.ts';
import { until } from '../support/time.ts';

const missing = pythonMissing() ?? (findChromium() === undefined ? 'no Chromium here' : undefined);
/** Files that were made, for people to look at. */
const KEPT = join(ROOT, '.cache', 'screens');
const KEYS = ['animals', 'confusion', 'curve', 'dots', 'pr', 'roc', 'series', 'spread'];

describe.skipIf(missing !== undefined)(`custom charts${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let host: TestHost;
  let browser: Browser;
  let page: Page;
  let project: string;
  let entity: string;
  let trouble: readonly string[];

  beforeAll(async () => {
    pythonWith('0.31.0');
    host = await startHost();
    await runScript(fixture('charts.py'), { address: host.address });
    entity = await entityOf(host.address);
    project = `${host.address}/${entity}/charts`;
    browser = await launchChromium();
    // axe asks for a context of its own.
    page = await (await browser.newContext({ viewport: { width: 1440, height: 1500 } })).newPage();
    trouble = listenForTrouble(page, host.address);
  });
  afterAll(async () => {
    await browser?.close();
    await host?.[Symbol.asyncDispose]();
  });

  const panelOf = (key: string): Locator => page.locator(`[data-cell="charts/${key}"]`);
  const drawingOf = (key: string): Locator => panelOf(key).locator('[role=img][data-drawn]');

  /** Colours that a drawing has enough of to be seen, as #rrggbb. */
  async function coloursOf(key: string): Promise<readonly string[]> {
    return panelOf(key)
      .locator('canvas')
      .evaluate((element) => {
        const canvas = element as HTMLCanvasElement;
        const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
        const counts = new Map<string, number>();
        for (let i = 0; i < data.length; i += 4) {
          if ((data[i + 3] ?? 0) < 250) continue;
          const name = `#${[0, 1, 2].map((c) => (data[i + c] ?? 0).toString(16).padStart(2, '0')).join('')}`;
          counts.set(name, (counts.get(name) ?? 0) + 1);
        }
        return [...counts].filter(([, count]) => count > 20).map(([name]) => name);
      });
  }

  /** Opens the editor of a chart. */
  async function edit(key: string): Promise<Locator> {
    await panelOf(key).hover();
    await panelOf(key).getByRole('button', { name: 'Edit chart' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Edit chart' });
    await dialog.waitFor();
    return dialog;
  }

  const specIn = (dialog: Locator): Locator => dialog.getByRole('textbox', { name: 'Vega or Vega-Lite specification' });

  async function apply(dialog: Locator): Promise<void> {
    await dialog.getByRole('button', { name: 'Apply' }).click();
    await dialog.waitFor({ state: 'detached' });
  }

  async function useSpec(key: string, spec: object): Promise<void> {
    const dialog = await edit(key);
    await dialog.getByRole('button', { name: 'Specification' }).click();
    await specIn(dialog).fill(JSON.stringify(spec));
    await apply(dialog);
  }

  async function choose(dialog: Locator, name: string, option: string): Promise<void> {
    await dialog.getByRole('combobox', { name, exact: true }).click();
    await page.getByRole('option', { name: option, exact: true }).click();
    await dialog.getByRole('combobox', { name, exact: true, expanded: false }).waitFor();
    // A list that closes gives the focus back, which would close the next one.
    await until('the focus to be back', () => page.evaluate(() => document.activeElement?.role === 'combobox'));
  }

  const labelOf = (scope: Locator): Promise<string | null> =>
    scope.locator('[role=img][data-drawn]').getAttribute('aria-label');

  test('each chart of wandb.plot appears by itself, with both runs in their colours', async () => {
    await page.goto(project);
    for (const key of KEYS) await drawingOf(key).waitFor();
    for (const key of ['animals', 'curve', 'dots', 'pr']) {
      expect(await coloursOf(key)).toEqual(expect.arrayContaining(['#1668b8', '#d4590e']));
    }
    expect(await drawingOf('curve').getAttribute('aria-label')).toBe('curve: 80 rows in 2 series');
    expect(await panelOf('curve').getByRole('textbox', { name: 'Step' }).inputValue()).toBe('1');
    await keepScreen(page, 'charts-light');
    await showTheme(page, 'dark');
    for (const key of KEYS) await drawingOf(key).waitFor();
    await keepScreen(page, 'charts-dark');
    await showTheme(page, 'light');
    expect(trouble).toEqual([]);
  });

  test('a pointer over a mark tells its row', async () => {
    const canvas = panelOf('animals').locator('canvas');
    const { width = 0, height = 0 } = (await canvas.boundingBox()) ?? {};
    await canvas.hover({ position: { x: width * 0.3, y: height * 0.72 } });
    await panelOf('animals').getByText('dog').waitFor();
    expect(await panelOf('animals').locator('[class*=tipRow]').allTextContents()).toEqual(
      expect.arrayContaining(['labeldog', 'value5']),
    );
    await page.mouse.move(0, 0);
  });

  test('an eye takes a run’s marks away', async () => {
    await page.getByRole('button', { name: 'Hide beta' }).click();
    await until('one run only', async () => {
      const label = await drawingOf('curve').getAttribute('aria-label');
      return label === 'curve: 40 rows';
    });
    await until('its colour to go', async () => !(await coloursOf('curve')).includes('#d4590e'));
    await page.getByRole('button', { name: 'Show beta' }).click();
    await until('it to come back', async () => (await coloursOf('curve')).includes('#d4590e'));
  });

  test('a preset that is missing is named above the rows, and its chart appears when a script makes it', async () => {
    await panelOf('own').getByText(`There is no preset ${entity}/mine here`).waitFor();
    await panelOf('own').getByRole('columnheader', { name: 'x.m' }).waitFor();
    expect(await panelOf('own').getByRole('row').count()).toBe(81);
    await panelOf('own').getByRole('button', { name: 'Choose a preset' }).click();
    const dialog = page.getByRole('dialog', { name: 'Edit chart' });
    expect(await dialog.getByRole('combobox', { name: 'Preset' }).textContent()).toContain(`${entity}/mine`);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    const spec = {
      data: { name: 'wandb' },
      mark: { type: 'bar', color: '#aa00aa' },
      encoding: {
        x: { field: '${field:x}', type: 'quantitative' },
        y: { field: '${field:y}', type: 'quantitative', title: '${string:title}' },
      },
    };
    await runScript(fixture('chart_preset.py'), { address: host.address, args: [entity, JSON.stringify(spec)] });
    await drawingOf('own').waitFor();
    expect(await coloursOf('own')).toContain('#aa00aa');
    // What a script made stands among the presets of every chart.
    const other = await edit('dots');
    await other.getByRole('combobox', { name: 'Preset' }).click();
    await page.getByRole('option', { name: `Mine (${entity}/mine)` }).waitFor();
    await page.keyboard.press('Escape');
    await other.getByRole('button', { name: 'Cancel' }).click();
  });

  test('hostile and broken specifications say so in their place, and nothing is fetched', async () => {
    const data = { url: 'https://example.com/steal.json' };
    await useSpec('dots', { data, mark: 'point', encoding: { x: { field: 'x' } } });
    await panelOf('dots').getByText('data from outside is not loaded').waitFor();
    await useSpec('animals', { mark: 'no such mark', data: { name: 'wandb' }, encoding: {} });
    await panelOf('animals').getByText('The chart cannot be drawn').waitFor();
    const escape = "(function(){}).constructor('globalThis.stolen = 1')()";
    await useSpec('spread', { $schema: '/schema/vega/v6.json', signals: [{ name: 'a', init: escape }], marks: [] });
    await panelOf('spread').getByText('The chart cannot be drawn').waitFor();
    expect(await page.evaluate(() => 'stolen' in globalThis)).toBe(false);
    expect(trouble.filter((line) => line.startsWith('request'))).toEqual([]);
    await drawingOf('curve').waitFor();
  });

  test('a whole Vega specification is drawn in its panel, in the colours of the runs', async () => {
    const scale = (range: string, field: string) => ({ name: range, range, domain: { data: 'points', field } });
    await useSpec('spread', {
      $schema: '/schema/vega/v6.json',
      data: [
        { name: 'wandb' },
        { name: 'points', source: 'wandb', transform: [{ type: 'filter', expr: 'datum._row < 9' }] },
      ],
      scales: [scale('width', '${field:value}'), scale('height', '_row')],
      axes: [{ orient: 'bottom', scale: 'width', title: '${string:title}' }],
      marks: [
        {
          type: 'symbol',
          from: { data: 'points' },
          encode: {
            enter: {
              x: { scale: 'width', field: '${field:value}' },
              y: { scale: 'height', field: '_row' },
              fill: { field: '_color' },
              size: { value: 200 },
            },
          },
        },
      ],
    });
    await until('its points', async () => (await coloursOf('spread')).includes('#1668b8'));
    const panel = await panelOf('spread').boundingBox();
    const drawing = await panelOf('spread').locator('canvas').boundingBox();
    expect(drawing?.width).toBeGreaterThan((panel?.width ?? 0) * 0.9);
    expect(drawing?.width).toBeLessThanOrEqual(panel?.width ?? 0);
  });

  test('another column and another preset are chosen in the editor, drawn beside it, and undone', async () => {
    const dialog = await edit('pr');
    await choose(dialog, 'Preset', 'Scatter');
    await until('the scatter in the preview', async () => / 2 series/.test((await labelOf(dialog)) ?? ''));
    await choose(dialog, 'Field x', 'precision');
    expect(await axeFaults(page, '[role=dialog]')).toEqual([]);
    // Nothing is changed before it is applied.
    expect(await labelOf(panelOf('pr'))).toMatch(/ 3 series/);
    await apply(dialog);
    await until('the scatter', async () => / 2 series/.test((await labelOf(panelOf('pr'))) ?? ''));
    const again = await edit('pr');
    expect(await again.getByRole('combobox', { name: 'Field x' }).textContent()).toContain('precision');
    await again.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Undo' }).click();
    await until('the curves', async () => / 3 series/.test((await labelOf(panelOf('pr'))) ?? ''));
  });

  test('a chart is exported as a picture in the colours of paper, and its rows as CSV', async () => {
    await showTheme(page, 'dark');
    await drawingOf('curve').waitFor();
    const download = async (entry: string | RegExp, confirm: boolean, format = 'SVG'): Promise<string> => {
      await panelOf('curve').hover();
      await panelOf('curve').getByRole('button', { name: 'More' }).click();
      const arrives = page.waitForEvent('download');
      await page.getByRole('menuitem', { name: entry }).click();
      if (confirm) {
        await page.getByRole('dialog').getByRole('button', { name: format, exact: true }).click();
        await page.getByRole('dialog').getByRole('button', { name: 'Export', exact: true }).click();
      }
      const file = await arrives;
      mkdirSync(KEPT, { recursive: true });
      await file.saveAs(join(KEPT, file.suggestedFilename()));
      return readFileSync(await file.path(), 'latin1');
    };
    const svg = await download('Export as picture…', true);
    expect(svg).toMatch(/^<svg[^>]* width="800"/);
    for (const part of ['A curve', '#1668b8', '#d4590e', '#ffffff']) expect(svg).toContain(part);
    const pdf = await download('Export as picture…', true, 'PDF');
    expect(pdf).toMatch(/^%PDF-1\.4[^]*\/MediaBox \[0 0 800 500\]/);
    // Words and the curves of both runs as they are, no picture of them.
    for (const part of ['(A curve) Tj', '0.086 0.408 0.722 RG', '0.831 0.349 0.055 RG']) expect(pdf).toContain(part);
    expect(pdf).not.toContain('/Image');
    expect(pdf).not.toContain('NaN');
    const csv = await download(/CSV/, false);
    expect(csv.split('\n').slice(0, 2)).toEqual(['run,name,x.m,y', 'beta,beta,0,0']);
    expect(csv.trimEnd().split('\n')).toHaveLength(81);
    await showTheme(page, 'light');
  });

  test('what is wrong with a specification is said beside it, by name', async () => {
    const dialog = await edit('series');
    await dialog.getByRole('button', { name: 'Specification' }).click();
    await specIn(dialog).fill('{"mark": "bar" "x"}');
    await dialog.getByRole('alert').getByText('line 1 column 16').waitFor();
    expect(await dialog.getByRole('button', { name: 'Apply' }).isDisabled()).toBe(true);
    const encoding = { x: { field: 'lost', type: 'nominal' }, y: { field: '${field:height}', type: 'nominal' } };
    await specIn(dialog).fill(JSON.stringify({ data: { name: 'wandb' }, mark: 'point', encoding }));
    await dialog.getByText('The specification names lost, which no row has').waitFor();
    await dialog.getByText('No column is chosen for height').waitFor();
    // What was written is not lost by a key.
    await page.keyboard.press('Escape');
    const question = page.getByRole('dialog', { name: 'Leave without applying?' });
    await question.getByRole('button', { name: 'Cancel' }).click();
    await question.waitFor({ state: 'detached' });
    expect(await specIn(dialog).inputValue()).toContain('lost');
    await page.keyboard.press('Escape');
    await question.getByRole('button', { name: 'Discard changes' }).click();
    await dialog.waitFor({ state: 'detached' });
    await drawingOf('series').waitFor();
  });

  test('a specification is kept as a preset, saved as a file and opened again; without it the rows are shown', async () => {
    const dialog = await edit('dots');
    await dialog.getByRole('button', { name: 'Specification' }).click();
    const encoding = {
      x: { field: '${field:x}', type: 'quantitative' },
      y: { field: '${field:y}', type: 'quantitative' },
      color: { field: 'name', type: 'nominal' },
    };
    await specIn(dialog).fill(JSON.stringify({ data: { name: 'wandb' }, mark: { type: 'area' }, encoding }));
    await dialog.getByRole('textbox', { name: 'Name of the preset' }).fill('areas');
    await dialog.getByRole('button', { name: 'Save preset' }).click();
    await page.getByText(`Saved as ${entity}/areas`).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: 'Save as file' }).click(),
    ]);
    const file = await download.path();
    await apply(dialog);
    // Colours by run are those of the runs, although the specification says none.
    await until('the areas', async () => (await coloursOf('dots')).includes('#1668b8'));
    expect(await coloursOf('dots')).toContain('#d4590e');
    const other = await edit('series');
    await other.getByRole('button', { name: 'Specification' }).click();
    await other
      .getByLabel('Open a file')
      .last()
      .setInputFiles({
        name: 'areas.json',
        mimeType: 'application/json',
        buffer: readFileSync(file),
      });
    await until('the file as text', async () => (await specIn(other).inputValue()).includes('"area"'));
    await other.getByRole('button', { name: 'Cancel' }).click();
    const last = await edit('dots');
    await last.getByRole('button', { name: 'Specification' }).click();
    await last.getByRole('button', { name: 'Delete preset' }).click();
    await page.getByText(`The preset ${entity}/areas was deleted`).waitFor();
    await last.getByRole('button', { name: 'Cancel' }).click();
    await panelOf('dots').getByText(`There is no preset ${entity}/areas here`).waitFor();
  });

  test('presets are listed, taken in from files and deleted in the settings', async () => {
    await page.goto(`${host.address}/settings`);
    const list = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Chart presets' }) });
    await list.getByText(`${entity}/mine`).waitFor();
    const take = (name: string, text: string): Promise<void> =>
      list
        .getByLabel('Open a file')
        .last()
        .setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
    await take('mine.json', '{"mark": "bar"}');
    await list.getByText(`${entity}/mine-2`).waitFor();
    await take('broken.json', '[1]');
    await list.getByRole('alert').getByText('broken.json').waitFor();
    await list.getByRole('button', { name: `Delete ${entity}/mine-2` }).click();
    await list.getByText(`${entity}/mine-2`).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await list.getByText(`${entity}/mine-2`).waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await keepScreen(page, 'chart-presets');
  });

  test('a chart is made by hand over the histories and configs of the visible runs', async () => {
    const panel = await addPanel(page, project, 'Custom chart', {
      fill: async (dialog) => {
        await choose(dialog, 'Rows from', 'History');
        // The metric that matters is chosen already; another key would be ticked in its list.
        await dialog.getByText('4 rows').waitFor();
        await dialog.getByRole('button', { name: 'Leave out score' }).click();
        await dialog.getByText('No key of the history is chosen').waitFor();
        await dialog.getByRole('button', { name: 'Keys', exact: true }).click();
        await page.getByRole('checkbox', { name: 'score' }).click();
        await page.keyboard.press('Escape');
        await page.getByRole('searchbox', { name: 'Search keys' }).waitFor({ state: 'detached' });
        await dialog.getByRole('button', { name: 'Config, summary …' }).click();
        await page.getByRole('searchbox', { name: 'Search in each row' }).fill('rate');
        await page.getByRole('checkbox', { name: /^rate/ }).click();
        await page.keyboard.press('Escape');
        await page.getByRole('searchbox', { name: 'Search in each row' }).waitFor({ state: 'detached' });
        await dialog.getByText('4 rows').waitFor();
        await choose(dialog, 'Preset', 'Scatter');
        await choose(dialog, 'Field x', 'rate (config:rate)');
        await choose(dialog, 'Field y', 'score');
        await until('the preview', async () => / 4 rows in 2 series/.test((await labelOf(dialog)) ?? ''));
        await dialog.getByRole('button', { name: 'Rows', exact: true }).click();
        await dialog.getByRole('columnheader', { name: 'rate' }).waitFor();
        await keepScreen(page, 'charts-new');
      },
    });
    expect(await labelOf(panel)).toBe('score: 4 rows in 2 series');
    await page.getByRole('button', { name: 'Undo' }).click();
    await panel.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Redo' }).click();
    await panel.locator('[role=img][data-drawn]').waitFor();
    expect(trouble.filter((line) => !line.startsWith('console'))).toEqual([]);
  });
});
