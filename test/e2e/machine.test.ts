import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFaults } from '../support/access.ts';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { startHost, type TestHost } from '../support/host.ts';
import { chartPicture, keepScreen, listenForTrouble, settled, showTheme } from '../support/page.ts';
import { nowMs, until } from '../support/time.ts';

const missing = findChromium() === undefined ? 'no Chromium here' : undefined;

/** Stands in for nvidia-smi: two cards and two processes, as its CSV has them. */
const TOOL = `#!/bin/sh
case "$*" in
*query-gpu*) while :; do
  echo "0, GPU-aaaa, NVIDIA H100 80GB HBM3, 550.54.15, Disabled, 87, 81559, 61234, 61, 512.33, 700.00, 1755, 2619, [N/A], 41"
  echo "1, GPU-bbbb, NVIDIA H100 80GB HBM3, 550.54.15, Enabled, [N/A], 81559, 120, 40, 80.10, 700.00, 1980, 2619, [N/A], 41"
  sleep 1; done ;;
*query-compute-apps*) while :; do
  echo "2026/11/21 11:00:00.000, GPU-aaaa, 4711, python train.py, 50120"
  sleep 2; done ;;
*) printf 'GPU 1: NVIDIA H100 (UUID: GPU-bbbb)\\n  MIG 3g.40gb     Device  0: (UUID: MIG-cccc)\\n' ;;
esac
`;

describe.skipIf(missing !== undefined)(`the machine${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let tools: string;
  let host: TestHost;
  let browser: Browser;
  let page: Page;
  let trouble: readonly string[];

  beforeAll(async () => {
    tools = mkdtempSync(join(tmpdir(), 'taffrail-tools-'));
    writeFileSync(join(tools, 'nvidia-smi'), TOOL);
    chmodSync(join(tools, 'nvidia-smi'), 0o755);
    host = await startHost({ env: { PATH: `${tools}${delimiter}${process.env.PATH ?? ''}` } });
    // Averages soon, so that the journey need not wait half a minute.
    await send('PUT', '/api/machine/settings', { sampleSeconds: 0.5, keepSeconds: 2, keepDays: 7 });
    browser = await launchChromium();
    page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
    trouble = listenForTrouble(page, host.address);
  });
  afterAll(async () => {
    await browser?.close();
    await host?.[Symbol.asyncDispose]();
    rmSync(tools, { recursive: true, force: true });
  });

  async function send(method: string, path: string, body: unknown): Promise<unknown> {
    const response = await fetch(`${host.address}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
    expect(response.status).toBe(200);
    return response.json();
  }

  test('the rail leads to it, and it lives', async () => {
    await page.goto(host.address);
    await page.getByRole('link', { name: 'Machine', exact: true }).click();
    await page.getByRole('heading', { name: 'Machine', level: 1 }).waitFor();
    expect(await page.getByText(hostname(), { exact: true }).count()).toBeGreaterThan(0);
    const cpu = page.getByRole('region', { name: 'CPU', exact: true });
    await cpu.getByRole('meter').first().waitFor();
    const before = await chartPicture(page);
    await until('the charts to move', async () => (await chartPicture(page)) !== before);
    await page.getByRole('region', { name: 'CPU use (%)' }).locator('canvas').first().waitFor();
  });

  test('cards, their processes, and what the driver does not say', async () => {
    const first = page.getByRole('region', { name: 'GPU 0', exact: true });
    await first.getByRole('meter', { name: 'Use' }).waitFor();
    expect(await first.innerText()).toContain('87 %');
    expect(await first.innerText()).toContain('512 W of 700 W');
    const divided = page.getByRole('region', { name: 'GPU 1', exact: true });
    await until('the slices', async () => (await divided.innerText()).includes('3g.40gb'));
    expect(await divided.innerText()).toContain('divided into slices (MIG)');
    await page.getByRole('cell', { name: 'python train.py' }).waitFor();
  });

  test('what is not measured is listed with its reason', async () => {
    const list = page.getByRole('listitem').filter({ hasText: 'AMD GPUs' });
    expect(await list.innerText()).toContain('rocm-smi');
  });

  test('how often it is measured is changed on the page and outlives it', async () => {
    await page.getByRole('button', { name: /Measuring every/ }).click();
    await page.getByRole('combobox', { name: 'Measure every' }).click();
    await page.getByRole('option', { name: '1 s', exact: true }).click();
    await page.getByRole('button', { name: 'Measuring every 1 s' }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Measuring every 1 s' }).waitFor();
  });

  test('a run of this machine has the host’s own series on its time, though its script measured nothing', async () => {
    const variables = { entity: 'ada', project: 'quiet', name: 'silent', host: hostname() };
    const query = `mutation UpsertBucket($entity: String, $project: String, $name: String, $host: String) {
      upsertBucket(input: {entityName: $entity, modelName: $project, name: $name, host: $host}) { bucket { id } } }`;
    await send('POST', '/graphql', { query, variables });
    const started = nowMs();
    await until('some time of the run', () => Promise.resolve(nowMs() - started > 6000));
    await page.goto(`${host.address}/ada/quiet/runs/silent/system`);
    const beside = page.getByRole('region', { name: 'This machine' });
    await beside.getByRole('region', { name: 'CPU use (%)' }).locator('canvas').first().waitFor();
    await beside.getByRole('cell', { name: 'python train.py' }).waitFor();
    await keepScreen(page, 'machine-beside-run');
  });

  for (const theme of ['light', 'dark'] as const) {
    test(`no accessibility fault and nothing cut off in the ${theme} theme`, async () => {
      await page.setViewportSize({ width: 1024, height: 800 });
      await page.goto(`${host.address}/machine`);
      await showTheme(page, theme);
      await page.getByRole('region', { name: 'CPU', exact: true }).waitFor();
      await page.getByRole('region', { name: 'CPU use (%)' }).waitFor();
      await keepScreen(page, `machine-${theme}`);
      expect(await axeFaults(page)).toEqual([]);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
    });
  }

  test('no page complained', async () => {
    await settled(page).catch(() => undefined);
    expect(trouble).toEqual([]);
  });
});
