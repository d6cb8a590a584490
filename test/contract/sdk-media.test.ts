import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseExtended } from '#shared/wire';
import { WireClient } from '../support/demo/client.ts';
import { startHost, type TestHost } from '../support/host.ts';
import { fixture, pythonMissing, pythonWith, runScript } from '../support/python.ts';
import { runSdkScript } from '../support/sdk.ts';

const missing = pythonMissing();

interface Answer {
  readonly rows: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly files: Readonly<Record<string, unknown>>;
  readonly config: Readonly<Record<string, unknown>>;
}

const WATER = 'HETATM    1  O   HOH A   1       0.000   0.000   0.000  1.00  0.00           O\nEND\n';
const TWINS = [
  'gradients',
  'image',
  'images',
  'page',
  'cloud',
  'water',
  'rows',
  'curve_table',
  'confusion_table',
  'pr_table',
  'roc_table',
  'series_table',
  'loss',
];

describe.skipIf(missing !== undefined)(`media from two languages${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'taffrail-sdk-media-'));
  let host: TestHost;
  let python: Answer;
  let typescript: Answer;

  beforeAll(async () => {
    pythonWith('0.31.0');
    host = await startHost();
    const { address } = host;
    const water = join(folder, 'water.pdb');
    writeFileSync(water, WATER);
    await runScript(fixture('sdk_media.py'), { address, args: ['media', 'python', water] });
    await runSdkScript(fixture('sdk_media.ts'), { address, args: ['media', 'typescript', water] });
    python = await readBack('media/python');
    typescript = await readBack('media/typescript');
  });
  afterAll(async () => {
    await host?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  async function readBack(path: string): Promise<Answer> {
    const { stdout } = await runScript(fixture('sdk_media_read.py'), { address: host.address, args: [path] });
    return parseExtended(stdout.trim().split('\n').at(-1) ?? '') as unknown as Answer;
  }

  test.each(TWINS)('%s has the same stored form', (key) => {
    expect(python.rows[key]).toBeDefined();
    expect(typescript.rows[key]).toEqual(python.rows[key]);
  });

  test('the same files hold the same: pixels of pictures and masks, boxes, points, rows, pages', () => {
    const shared = Object.keys(python.files);
    expect(shared.length).toBeGreaterThanOrEqual(12);
    for (const name of shared) expect(typescript.files[name], name).toEqual(python.files[name]);
  });

  test('charts and classes are defined alike in the config', () => {
    expect(typescript.config).toEqual(python.config);
  });

  test('the first look of the package runs as it is written', async () => {
    await runSdkScript(fixture('sdk_first_look.ts'), { address: host.address });
    const client = new WireClient(host.address);
    const { project } = await client.graphql<{
      project: {
        runs: {
          edges: readonly { node: { state: string; notes: string; summaryMetrics: string; tags: readonly string[] } }[];
        };
      };
    }>(
      `query { project(name: "detect-pedestrians") { runs(first: 1) { edges { node { state notes tags summaryMetrics } } } } }`,
    );
    const [run] = project.runs.edges;
    expect(run?.node).toMatchObject({ state: 'finished', notes: 'tweak baseline', tags: ['baseline', 'paper1'] });
    expect(JSON.parse(run?.node.summaryMetrics ?? '{}')).toMatchObject({
      test_accuracy: 0.93,
      loss: 0.1,
      val_accuracy: { max: 0.95, last: 0.95 },
      gradients: { _type: 'histogram' },
      curve_table: { _type: 'table-file', nrows: 3 },
    });
  });

  test('sounds, frames, figures, long arrays and media in cells have the forms that panels know', () => {
    const { rows, files } = typescript;
    expect(rows['tone']).toMatchObject({ _type: 'audio-file', caption: 'tone' });
    expect(Object.entries(files).find(([name]) => name.startsWith('media/audio/tone'))?.[1]).toEqual([[1644, 'RIFF']]);
    expect(rows['clip']).toMatchObject({ _type: 'video-file', width: 24, height: 16 });
    expect(Object.entries(files).find(([name]) => name.startsWith('media/videos/clip'))?.[1]).toMatchObject([
      { frames: 3, size: [24, 16], duration: 200 },
    ]);
    expect(rows['figure']).toMatchObject({ _type: 'plotly-file' });
    expect(rows['weights']).toMatchObject({ _type: 'histogram', values: expect.any(Array) });
    expect(rows['weights']?.['values']).toHaveLength(32);
    const table = Object.entries(files).find(([name]) => name.startsWith('media/table/mixed'))?.[1];
    expect(table).toMatchObject([{ columns: ['picture', 'n'], data: [[{ _type: 'image-file', width: 6 }, 1]] }]);
  });
});
