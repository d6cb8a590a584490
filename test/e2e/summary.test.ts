import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { init } from '../../sdk/index.ts';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { ANY_KEY } from '../support/demo/client.ts';
import { entityOf, startHost, type TestHost } from '../support/host.ts';
import { settled } from '../support/page.ts';

const missing = findChromium() === undefined ? 'no Chromium here' : undefined;

describe.skipIf(missing !== undefined)(`summary on Overview${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'taffrail-summary-'));
  let host: TestHost;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    host = await startHost();
    const place = { baseUrl: host.address, apiKey: ANY_KEY, dir: folder };
    const run = await init({ ...place, project: 'arrays', id: 'one', console: false, systemMetrics: false });
    run.log({ loss: 1 });
    run.summary.set(
      'weights',
      Float32Array.from({ length: 101 }, (_, i) => i),
    );
    await run.finish({ wait: 30 });
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(`${host.address}/${await entityOf(host.address)}/arrays/runs/one/overview`);
    await settled(page);
  });
  afterAll(async () => {
    await browser?.close();
    await host?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  test('a long array is told by its figures, and its numbers are a file to download', async () => {
    const summary = page.getByRole('tree', { name: 'Summary' });
    await summary.getByRole('treeitem', { name: /weights/ }).waitFor();
    const lines = await summary.getByRole('treeitem').allInnerTexts();
    const told = Object.fromEntries(lines.map((line) => line.split(/\s+/)).map(([name, value]) => [name, value]));
    expect(told).toMatchObject({ '10%': '10', '95%': '95', max: '100', mean: '50', min: '0', var: '850', size: '101' });
    const download = page.waitForEvent('download');
    await summary.getByRole('link', { name: 'wandb.h5' }).click();
    const file = readFileSync(await (await download).path());
    expect(file.subarray(1, 4).toString()).toBe('HDF');
    expect(file.includes(Buffer.from(Float32Array.from({ length: 101 }, (_, i) => i).buffer))).toBe(true);
  });
});
