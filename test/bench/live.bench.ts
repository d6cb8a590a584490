import { findChromium, launchChromium } from '../support/chromium.ts';
import { WireClient } from '../support/demo/client.ts';
import { startHost } from '../support/host.ts';
import { chartPicture } from '../support/page.ts';
import { nowMs, until } from '../support/time.ts';
import { median, percentile, report } from './report.ts';

const ROUNDS = 20;

async function measure(): Promise<readonly number[]> {
  await using host = await startHost();
  const run = await new WireClient(host.address).startRun({ project: 'bench', name: 'live' });
  const row = (step: number): Record<string, number> => ({
    _step: step,
    _runtime: step,
    _timestamp: nowMs() / 1000,
    loss: step % 2,
  });
  await run.history([row(0), row(1), row(2)]);
  const browser = await launchChromium();
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${host.address}/${encodeURIComponent(run.entity)}/bench/runs/live`);
  await until('the chart', () => chartPicture(page));
  const times: number[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    // Asked inside the page, frame by frame, so that the asking itself costs little.
    const changed = page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          const look = (): string => Array.from(document.querySelectorAll('canvas'), (c) => c.toDataURL()).join();
          const before = look();
          const again = (): void => (look() === before ? void requestAnimationFrame(again) : resolve());
          again();
        }),
    );
    const begin = performance.now();
    await run.history([row(3 + i)]);
    await changed;
    times.push(performance.now() - begin);
  }
  await browser.close();
  return times;
}

if (findChromium() === undefined) {
  process.stdout.write('{"case":"live/point-to-screen","note":"skipped: no Chromium here"}\n');
} else {
  const times = await measure();
  const p50 = median(times);
  const note = `p95 ${percentile(times, 0.95).toFixed(0)} ms; from the post to another picture`;
  report({ case: 'live/point-to-screen', value: p50, unit: 'ms', budget: '< 500', isWithin: p50 < 500, note });
}
