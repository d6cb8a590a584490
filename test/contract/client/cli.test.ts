import { expect, test } from 'vitest';
import type { RunDetail } from '#shared/api';
import { describeClient, testCases } from './cases.ts';

describeClient('the wandb command', 'cli.py', (subject) => {
  testCases(subject, {
    status_and_login: 'wandb status and wandb login --host: scripts find us by the settings file and netrc',
    verify: 'wandb verify passes all but the two checks that want https',
    artifact: 'wandb artifact put, ls and get',
    pull: 'wandb pull brings the files of a run',
  });

  test('an offline run is synced, and syncing it again changes nothing', async () => {
    await subject().run('offline_then_sync');
    const detail = await subject().api<RunDetail>(`/runs/${subject().entity}/cli/synced`);
    expect(detail.head.state).toBe('finished');
    expect(detail.refusals).toEqual([]);
    expect(detail.segments).toMatchObject([{ kind: 'start', firstStep: 0, lastStep: 50 }]);
  });
});
