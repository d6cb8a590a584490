import type { Locator, Page } from 'playwright-core';
import { greyPng } from '../support/bad-media.ts';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { WireClient } from '../support/demo/client.ts';
import { startHost } from '../support/host.ts';
import { settled } from '../support/page.ts';
import { until } from '../support/time.ts';
import { writeLayeredTable } from './layered-table.ts';
import { median, report } from './report.ts';
import { reportFrames, scrolled, scrolledBare } from './scrolling.ts';

// Media panels in a real browser: a long grid of pictures and long tables while they are scrolled, and a change of step.
const PICTURES = 1000;
const AT_ONCE = 50;
const STEPS = 6;
const ROWS = 1_000_000;
/** More than are scrolled by; each takes its time to be logged. */
const LAYERED_ROWS = 400;

const name = (i: number): string => `media/images/p${i}.png`;

async function writePictures(client: WireClient): Promise<string> {
  const run = await client.startRun({ project: 'media', name: 'pictures' });
  for (let i = 0; i < PICTURES; i++) await run.file(name(i), greyPng(96, 96, i % 256));
  const list = (from: number, count: number): object => ({
    _type: 'images/separated',
    format: 'png',
    width: 96,
    height: 96,
    count,
    filenames: Array.from({ length: count }, (_, i) => name((from + i) % PICTURES)),
  });
  await run.history([{ _step: 0, _timestamp: 1, many: list(0, PICTURES) }]);
  for (let step = 1; step <= STEPS; step++)
    await run.history([{ _step: step, _timestamp: step + 1, stepped: list(step * AT_ONCE, AT_ONCE) }]);
  const path = 'media/table/long.table.json';
  const rows = Array.from({ length: ROWS }, (_, i) => `[${i},"word ${(i * 7919) % 5000}",${(i % 997) / 10}]`);
  await run.file(path, `{"columns":["n","word","score"],"data":[${rows.join()}]}`);
  const table = { _type: 'table-file', path, ncols: 3, nrows: ROWS };
  await run.history([{ _step: STEPS + 1, _timestamp: STEPS + 2, long: table }]);
  await run.finish(0);
  return run.entity;
}

async function changeSteps(page: Page, panel: Locator): Promise<void> {
  const times: number[] = [];
  const press = async (label: string): Promise<void> => {
    await settled(page);
    times.push(
      await panel.evaluate(
        (element, wanted) =>
          new Promise<number>((resolve) => {
            const sources = (): string => Array.from(element.querySelectorAll('img'), (one) => one.src).join();
            const before = sources();
            const begin = performance.now();
            element.querySelector<HTMLElement>(`[aria-label="${wanted}"]`)?.click();
            const look = (): void => {
              const images = Array.from(element.querySelectorAll('img'));
              const isNew = sources() !== before && images.every((one) => one.complete && one.naturalWidth > 0);
              if (isNew) resolve(performance.now() - begin);
              else requestAnimationFrame(look);
            };
            look();
          }),
        label,
      ),
    );
  };
  for (let i = 1; i < STEPS; i++) await press('Previous step');
  times.length = 0;
  // Each has been seen once: from the browser's cache.
  for (let i = 1; i < STEPS; i++) await press('Next step');
  const value = median(times);
  const note = `${AT_ONCE} pictures a step; ${times.map((one) => one.toFixed(0)).join(', ')}`;
  report({ case: 'media/step', value, unit: 'ms', budget: '< 100', isWithin: value < 100, note });
}

/** Logs the table of layered pictures and shows it, with the first of them drawn. */
async function openLayered(page: Page, address: string, entity: string): Promise<Locator> {
  await writeLayeredTable(address, { project: 'layered', id: 'layered', key: 'layers', rows: LAYERED_ROWS });
  await page.goto(`${address}/${entity}/layered/runs/layered`);
  const panel = page.getByRole('region', { name: 'layers', exact: true });
  await until('masks', async () => (await panel.locator('canvas[data-mask]').count()) > 2, 120_000);
  await settled(page);
  return panel;
}

if (findChromium() === undefined) {
  process.stdout.write(`${JSON.stringify({ case: 'media', skipped: 'no Chromium here' })}\n`);
} else {
  await using host = await startHost();
  const entity = await writePictures(new WireClient(host.address));
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
    await page.goto(`${host.address}/${entity}/media/runs/pictures`);
    const find = async (key: string): Promise<Locator> => {
      await page.getByRole('searchbox', { name: 'Search panels' }).fill(key);
      const panel = page.getByRole('region', { name: key, exact: true });
      await panel.waitFor();
      return panel;
    };
    const many = await find('many');
    await many.locator('img').first().waitFor();
    await settled(page);
    reportFrames('media/grid-scroll', await scrolled(many, { by: 60 }), `${PICTURES} thumbnails`);
    const stepped = await find('stepped');
    await until('pictures', async () => (await stepped.locator('img').count()) > 0);
    await changeSteps(page, stepped);
    const long = await find('long');
    await until('rows', async () => (await long.getByRole('row').count()) > 5, 120_000);
    await settled(page);
    const floor = 'rows of four words in elements that are kept';
    reportFrames('media/bare-scroll', await scrolledBare(page, { by: 240 }), `the floor: ${floor}`);
    reportFrames('media/table-scroll', await scrolled(long, { by: 240 }), `${ROWS.toLocaleString('en-US')} rows`);
    const layered = await openLayered(page, host.address, entity);
    const kind = `${LAYERED_ROWS.toLocaleString('en-US')} pictures with a mask and boxes`;
    reportFrames('media/layered-scroll', await scrolled(layered, { by: 120 }), kind);
    reportFrames('media/layered-rests', await scrolled(layered, { by: 24, restAfter: 20 }), `${kind}, resting to look`);
  } finally {
    await browser.close();
  }
}
