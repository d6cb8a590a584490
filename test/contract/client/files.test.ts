import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { expect, test } from 'vitest';
import type { RunFile } from '#shared/api';
import { WireClient } from '../../support/demo/client.ts';
import { until } from '../../support/time.ts';
import { describeClient, testCases } from './cases.ts';

const BIG_MB = 300;
/** How much more memory a host may have taken at any time after the file than before it. */
const MOST_MORE_MB = 150;

const UPLOAD = `mutation CreateRunFiles($entity: String!, $project: String!, $run: String!, $files: [String!]!) {
  createRunFiles(input: {entityName: $entity, projectName: $project, runName: $run, files: $files}) {
    files { uploadUrl }
  }
}`;

describeClient('files of a run', 'files.py', (subject) => {
  testCases(subject, {
    policies: 'wandb.save with the policies now, live and end, with folders',
    upload_download_delete: 'any name is uploaded, found, read back, replaced and deleted',
    restore: 'wandb.restore by run path and inside a run',
    privacy: 'code, patches and ignored files stay away when asked; wandb restore brings a run back',
    log_code: 'run.log_code keeps the code as an artifact',
  });

  test('the switch of the settings page saves code for scripts that say nothing', async () => {
    await subject().run('code_by_default', { args: ['off'] });
    const settings = { isCodeSavingEnabled: true, crashAfterSeconds: 300 };
    const response = await fetch(`${subject().host.address}/api/settings`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(settings),
    });
    expect(response.status).toBe(200);
    await subject().run('code_by_default', { args: ['on'] });
  });

  test.skipIf(process.platform !== 'linux')(
    `a file of ${BIG_MB} MB goes up and down while the host stays small`,
    async () => {
      const before = peakMb(subject().host.pid);
      await subject().run('big', { args: [String(BIG_MB)] });
      expect(peakMb(subject().host.pid) - before).toBeLessThan(MOST_MORE_MB);
    },
  );

  test('an upload that breaks off at any byte leaves nothing behind, and the next one is whole', async () => {
    const { host, entity } = subject();
    const client = new WireClient(host.address);
    await client.startRun({ project: 'files', name: 'broken' });
    const body = randomBytes(200_000);
    const addressOf = async (): Promise<URL> => {
      const variables = { entity, project: 'files', run: 'broken', files: ['weights.bin'] };
      type Answer = { createRunFiles: { files: readonly [{ uploadUrl: string }] } };
      return new URL((await client.graphql<Answer>(UPLOAD, variables)).createRunFiles.files[0].uploadUrl);
    };
    const listed = async (): Promise<RunFile | undefined> => {
      const files = await subject().api<RunFile[]>(`/runs/${entity}/files/broken/files`);
      return files.find(({ name }) => name === 'weights.bin' && files.length > 0);
    };
    for (const cut of [0, 1, 1000, 65_536, 199_999]) {
      await cutUpload(await addressOf(), body, cut);
      const found = await until('the upload to be over', async () => (await listed()) ?? false);
      expect(found).toMatchObject({ isUploaded: false });
    }
    const whole = await fetch(await addressOf(), { method: 'PUT', body });
    expect(whole.status).toBe(200);
    expect(await listed()).toMatchObject({ isUploaded: true, sizeBytes: body.length });
    // A later upload that breaks off leaves the file as it was.
    await cutUpload(await addressOf(), randomBytes(200_000), 100_000);
    const md5 = createHash('md5').update(body).digest('base64');
    expect(await listed()).toMatchObject({ isUploaded: true, sizeBytes: body.length, md5 });
  });
});

/** The most memory that a process had until now. */
function peakMb(pid: number): number {
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

/** Sends the first `cut` bytes of an upload and drops the connection. */
async function cutUpload(address: URL, body: Buffer, cut: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const sent = request(address, { method: 'PUT', headers: { 'content-length': body.length } });
    sent.on('error', () => resolve());
    sent.on('close', () => resolve());
    sent.write(body.subarray(0, cut), () => setImmediate(() => sent.destroy()));
    sent.flushHeaders();
  });
}
