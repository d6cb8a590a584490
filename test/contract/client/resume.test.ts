import { expect, test } from 'vitest';
import type { RunDetail } from '#shared/api';
import { describeClient, testCases } from './cases.ts';

describeClient('runs with more than one life', 'resume.py', (subject) => {
  const segments = async (run: string): Promise<RunDetail['segments']> =>
    (await subject().api<RunDetail>(`/runs/${subject().entity}/lives/${run}`)).segments;

  testCases(subject, {
    resume_allow: 'resume="allow" keeps all that was there and goes on behind it',
    resume_refused: 'resume="must" and "never" refuse with words',
    resume_auto_after_crash: 'resume="auto" finds the run that kill -9 ended and goes on after its last row',
  });

  test('a run that was never resumed has one segment', async () => {
    await subject().run('life', { args: ['single', '3', 'none', '0'] });
    const [only, ...more] = await segments('single');
    expect(more).toEqual([]);
    expect(only).toMatchObject({ kind: 'start', firstStep: 0, lastStep: 2 });
  });

  test('each life is a segment with its own steps', async () => {
    await subject().run('many_lives');
    const all = await segments('cat');
    expect(all.map(({ kind, firstStep, lastStep }) => [kind, firstStep, lastStep])).toEqual([
      ['start', 0, 2],
      ['resume', 3, 5],
      ['resume', 6, 8],
      ['resume', 9, 11],
    ]);
    const starts = all.map(({ startedAt }) => startedAt);
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
    expect(all[0]?.host).not.toBe(undefined);
  });

  test('the same id again without resume loses nothing', async () => {
    await subject().run('same_id_again');
    const all = await segments('again');
    expect(all.map(({ kind, firstStep, lastStep }) => [kind, firstStep, lastStep])).toEqual([
      ['start', 0, 2],
      ['restart', 0, 1],
    ]);
  });

  test('a fork has the rows of its parent up to the branch point, whatever becomes of the parent', async () => {
    await subject().run('fork');
    expect(await segments('child')).toMatchObject([
      { kind: 'fork', fromRun: 'parent', fromStep: 3, firstStep: 4, lastStep: 5 },
      { kind: 'resume', firstStep: 6, lastStep: 6 },
    ]);
    expect(await segments('grandchild')).toMatchObject([{ kind: 'fork', fromRun: 'child', fromStep: 4, firstStep: 5 }]);
  });

  test('a rewound run has its new rows only behind the cut', async () => {
    await subject().run('rewind');
    const detail = await subject().api<RunDetail>(`/runs/${subject().entity}/lives/rewound`);
    expect(detail.historyLineCount).toBe(8);
    expect(detail.segments).toMatchObject([
      { kind: 'start', firstStep: 0, lastStep: 4 },
      { kind: 'rewind', fromStep: 4, firstStep: 5, lastStep: 6 },
      { kind: 'resume', firstStep: 7, lastStep: 7 },
    ]);
  });

  test('three processes write to one run at the same time, and nothing of any of them is lost', async () => {
    await subject().run('shared');
    const all = await segments('together');
    expect(all.map(({ kind, firstStep, lastStep }) => [kind, firstStep, lastStep])).toEqual(
      all.map(() => ['join', 0, 39]),
    );
    expect(new Set(all.map(({ label }) => label))).toEqual(new Set(['a', 'b', 'c']));
  });
});
