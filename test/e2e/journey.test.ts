import { rmSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { newDataDir, startHost, type TestHost } from '../support/host.ts';
import { chartMoved, chartPicture, keepScreen, listenForTrouble } from '../support/page.ts';
import { fixture, pythonMissing, pythonWith, startScript } from '../support/python.ts';
import { until } from '../support/time.ts';

const missing = pythonMissing() ?? (findChromium() === undefined ? 'no Chromium here' : undefined);

describe.skipIf(missing !== undefined)(
  `from the first start to a finished run, in a browser${missing ? ` (skipped: ${missing})` : ''}`,
  () => {
    const dataDir = newDataDir();
    let host: TestHost;
    let browser: Browser;
    let page: Page;
    let trouble: readonly string[];

    beforeAll(async () => {
      pythonWith('0.31.0');
      host = await startHost({ dataDir });
      browser = await launchChromium();
      page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      trouble = listenForTrouble(page, host.address);
    });
    afterAll(async () => {
      await browser?.close();
      await host?.stop();
      rmSync(dataDir, { recursive: true, force: true });
    });

    test('a script that knows nothing of us is watched while it trains, and all is there after a restart', async () => {
      await page.goto(host.address);
      await page.getByText(`WANDB_BASE_URL=${host.address}`).first().waitFor();
      await keepScreen(page, 'journey-1-first-start');

      const script = startScript(fixture('digits.py'), {
        address: host.address,
        args: ['--id', 'journey', '--epochs', '24', '--pace', '0.5'],
        env: { WANDB_X_FILE_STREAM_TRANSMIT_INTERVAL: '1' },
      });
      // The address that the client prints is the address of the run's page.
      const link = await until('the client to print the run link', () => runLink(script.output()), 60_000);
      await page.goto(link);
      await page.getByText('sgd-digits').first().waitFor();
      const first = await chartMoved(page, undefined, 60_000);
      await keepScreen(page, 'journey-2-training');
      const second = await chartMoved(page, first);
      await chartMoved(page, second);
      await page
        .getByText(/running/i)
        .first()
        .waitFor();

      const result = await script.done;
      expect(result.code, result.output).toBe(0);
      await page
        .getByText(/finished/i)
        .first()
        .waitFor({ timeout: 30_000 });
      await keepScreen(page, 'journey-3-finished');

      const { port } = host;
      expect(await host.stop()).toBe(0);
      host = await startHost({ dataDir, port });
      await page.reload();
      await page
        .getByText(/finished/i)
        .first()
        .waitFor();
      expect(await until('the charts to be drawn again', () => chartPicture(page))).toBeDefined();
      await page.goto(host.address);
      await page.getByText('digits').first().click();
      await page.getByText('sgd-digits').first().waitFor();
      await keepScreen(page, 'journey-4-after-restart');
      expect(trouble).toEqual([]);
    });
  },
);

function runLink(output: string): string | undefined {
  return /View run at:?\s*(http:\S+\/runs\/\w+)/i.exec(stripColours(output))?.[1];
}

function stripColours(text: string): string {
  return text.replace(/\u001b\[[0-9;]*m/g, '');
}
