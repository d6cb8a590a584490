import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFaults } from '../support/access.ts';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { WireClient } from '../support/demo/client.ts';
import { entityOf, startHost, type TestHost } from '../support/host.ts';
import { keepScreen, listenForTrouble, settled, showTheme } from '../support/page.ts';

const missing = findChromium() === undefined ? 'no Chromium here' : undefined;

/** More than fit on the screen, so that most of them do not exist while nobody scrolls. */
const CURVES = 24;
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** Files of an archive whose files are stored as they are. */
function unzip(bytes: Buffer): ReadonlyMap<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (let at = 0; bytes.readUInt32LE(at) === 0x04034b50;) {
    const [size, nameLength] = [bytes.readUInt32LE(at + 18), bytes.readUInt16LE(at + 26)];
    const from = at + 30 + nameLength;
    files.set(bytes.toString('utf8', at + 30, from), bytes.subarray(from, from + size));
    at = from + size;
  }
  return files;
}

describe.skipIf(missing !== undefined)(`export of a section${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let host: TestHost;
  let browser: Browser;
  let page: Page;
  let workspace: string;
  let trouble: readonly string[];

  beforeAll(async () => {
    host = await startHost();
    const client = new WireClient(host.address);
    for (const name of ['one', 'two']) {
      const run = await client.startRun({ project: 'paper', name, displayName: `run ${name}` });
      await run.file('media/images/p.png', PICTURE);
      await run.history(
        Array.from({ length: 30 }, (_, step) => ({
          _step: step,
          _runtime: step,
          _timestamp: 1.7e9 + step,
          ...Object.fromEntries(
            Array.from({ length: CURVES }, (_unused, i) => [
              `train/c${String(i).padStart(2, '0')}`,
              Math.sin(step / (i + 1)),
            ]),
          ),
          'train/A': step,
          'train/a': -step,
          'train/weights': { _type: 'histogram', values: [1, 2, 3], bins: [0, 1, 2, 3] },
          'train/lost': { _type: 'image-file', path: 'media/images/lost.png', format: 'png', width: 1, height: 1 },
          ...(step === 0 && name === 'one'
            ? { 'train/photo': { _type: 'image-file', path: 'media/images/p.png', format: 'png', width: 1, height: 1 } }
            : {}),
        })),
      );
      await run.finish(0);
    }
    workspace = `${host.address}/${await entityOf(host.address)}/paper/workspace`;
    browser = await launchChromium();
    page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
    trouble = listenForTrouble(page, host.address);
  });
  afterAll(async () => {
    await browser?.close();
    await host?.[Symbol.asyncDispose]();
  });

  const dialog = () => page.getByRole('dialog');

  async function openDialog(): Promise<void> {
    await page.getByRole('button', { name: 'Section train', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Export all panels…' }).click();
    await dialog().waitFor();
  }

  test('every panel is in one zip, those out of sight too, and the list says why one is not', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.goto(workspace);
    await settled(page);
    expect(await page.locator('[data-cell="history/train/c23"] canvas').count()).toBe(0);
    await openDialog();
    expect(await axeFaults(page)).toEqual([]);
    await keepScreen(page, 'section-export');
    await dialog().getByRole('textbox', { name: 'Width (px)' }).fill('640');
    const download = page.waitForEvent('download', { timeout: 90_000 });
    await dialog().getByRole('button', { name: 'Export', exact: true }).click();
    await dialog().getByRole('progressbar').waitFor();
    await keepScreen(page, 'section-export-running');
    const file = await download;
    expect(file.suggestedFilename()).toBe('paper-train.zip');
    await dialog()
      .getByText(`${CURVES + 4} panels are in paper-train.zip.`)
      .waitFor();
    expect(await dialog().getByRole('listitem').allInnerTexts()).toEqual(['train/lost: Nothing is drawn']);
    await keepScreen(page, 'section-export-done');
    const files = unzip(readFileSync(await file.path()));
    const curves = Array.from({ length: CURVES }, (_, i) => `train-c${String(i).padStart(2, '0')}`);
    expect([...files.keys()].sort()).toEqual(
      [
        'contents.csv',
        ...curves.flatMap((name) => [`${name}.csv`, `${name}.svg`]),
        // Names that differ only in case would be one file on some machines.
        'train-A.svg',
        'train-A.csv',
        'train-a-2.svg',
        'train-a-2.csv',
        'train-photo/one/0-p.png',
        'train-weights.svg',
        'train-weights.csv',
      ].sort(),
    );
    for (const name of curves) {
      const svg = files.get(`${name}.svg`)?.toString() ?? '';
      expect(svg).toMatch(/^<svg[^>]* width="640"/);
      expect(svg).toContain(name.replace('-', '/'));
      // A line for each run, with all of its points.
      expect(svg.match(/run (one|two)/g)?.length, name).toBe(2);
      // In the colours of white paper, though the page is dark.
      expect(svg).toContain('#1668b8');
      expect(svg).not.toContain('#5aa9f2');
      expect(files.get(`${name}.csv`)?.toString().trimEnd().split('\n').length, name).toBe(61);
    }
    expect(files.get('train-photo/one/0-p.png')).toEqual(PICTURE);
    const weights = files.get('train-weights.svg')?.toString() ?? '';
    // A heat map of each run: three bins of each of 30 steps, with the span of steps and values.
    expect(['run one', 'run two', 'step 0', '>29<'].filter((words) => !weights.includes(words))).toEqual([]);
    const bins = files.get('train-weights.csv')?.toString().trimEnd().split('\n') ?? [];
    expect([bins.length, bins[0], bins[3]]).toEqual([181, 'run,step,from,to,count', 'run two,0,2,3,3']);
    const contents = files.get('contents.csv')?.toString().split('\n') ?? [];
    expect(contents).toContain(',train/lost,Nothing is drawn');
    expect(contents).toContain('train-a-2.svg,train/a,');
    expect(await page.locator('[data-cell="history/train/c23"] canvas').count()).toBe(0);
    await dialog().getByRole('button', { name: 'Close' }).last().click();
  });

  test('pictures alone are exported as PNG, in the dark theme as on paper, and a panel without one says so', async () => {
    await showTheme(page, 'dark');
    await settled(page);
    await openDialog();
    await page.setViewportSize({ width: 1024, height: 700 });
    await dialog().getByText('PNG', { exact: true }).click();
    await dialog().getByRole('switch', { name: 'Numbers as CSV, and the files of media and tables' }).click();
    await keepScreen(page, 'section-export-dark');
    const download = page.waitForEvent('download', { timeout: 90_000 });
    await dialog().getByRole('button', { name: 'Export', exact: true }).click();
    const files = unzip(readFileSync(await (await download).path()));
    await dialog().getByText('train/photo: It has no picture, and its files were left out').waitFor();
    await keepScreen(page, 'section-export-done-dark');
    expect([...files.keys()].filter((name) => !name.endsWith('.png'))).toEqual(['contents.csv']);
    const png = files.get('train-c23.png');
    expect([png?.readUInt32BE(16), (png?.length ?? 0) > 5_000]).toEqual([1600, true]);
    await dialog().getByRole('button', { name: 'Close' }).last().click();
  });

  test('an export is given up by closing its dialog', async () => {
    await openDialog();
    let count = 0;
    page.on('download', () => (count += 1));
    await dialog().getByRole('button', { name: 'Export', exact: true }).click();
    await dialog().getByRole('progressbar').waitFor();
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await dialog().waitFor({ state: 'detached' });
    await settled(page);
    expect(count).toBe(0);
    expect(trouble).toEqual([]);
  });
});
