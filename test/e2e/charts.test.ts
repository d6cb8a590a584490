import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { entityOf, startHost, type TestHost } from '../support/host.ts';
import { keepScreen, listenForTrouble, showTheme } from '../support/page.ts';
import { fixture, pythonMissing, pythonWith, runScript } from '../support/python.ts';
import { until } from '../support/time.ts';

const missing = pythonMissing() ?? (findChromium() === undefined ? 'no Chromium here' : undefined);
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
    page = await browser.newPage({ viewport: { width: 1440, height: 1500 } });
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

  async function useSpec(key: string, spec: object): Promise<void> {
    await panelOf(key).hover();
    await panelOf(key).getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Edit specification…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Vega or Vega-Lite specification' });
    await dialog.locator('textarea').fill(JSON.stringify(spec));
    await dialog.getByRole('button', { name: 'Use it' }).click();
    await dialog.waitFor({ state: 'detached' });
  }

  test('each chart of wandb.plot appears by itself, with both runs in their colours', async () => {
    await page.goto(project);
    for (const key of KEYS) await drawingOf(key).waitFor();
    for (const key of ['animals', 'curve', 'dots']) {
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

  test('a preset that is missing is named, and its chart appears when a script makes it', async () => {
    await panelOf('own').getByText(`There is no preset ${entity}/mine here`).waitFor();
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

  test('another column and another preset are chosen in the panel, and undone', async () => {
    await panelOf('pr').hover();
    await panelOf('pr').getByRole('button', { name: 'Edit chart' }).click();
    const settings = page.getByRole('dialog', { name: 'Edit chart' });
    await settings.getByRole('combobox', { name: 'Preset' }).click();
    await page.getByRole('option', { name: 'Scatter' }).click();
    const isScatter = async (): Promise<boolean> =>
      /rows in 2 series/.test((await drawingOf('pr').getAttribute('aria-label')) ?? '');
    await until('the scatter', isScatter);
    // A list that closes gives the focus back, which would close the next one.
    await settings.getByRole('combobox', { name: 'Preset', expanded: false }).waitFor();
    await until('the focus to be back', () => page.evaluate(() => document.activeElement?.role === 'combobox'));
    await settings.getByRole('combobox', { name: 'Field x' }).click();
    await page.getByRole('option', { name: 'precision' }).click();
    await settings.getByRole('combobox', { name: 'Field x' }).getByText('precision').waitFor();
    await page.keyboard.press('Escape');
    await panelOf('pr').getByRole('combobox', { name: 'Field x' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: 'Undo' }).click();
    await until('the curves', async () =>
      /rows in 3 series/.test((await drawingOf('pr').getAttribute('aria-label')) ?? ''),
    );
  });
});
