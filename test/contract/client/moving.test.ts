import { expect, test } from 'vitest';
import type { ProjectSummary, RunDetail, RunMoveAnswer } from '#shared/api';
import { describeClient, type Subject } from './cases.ts';

describeClient('moving runs', 'moving.py', (subject) => {
  test('a moved run is whole under its new address, also for the client, and goes on there', async () => {
    const { entity } = subject();
    await subject().run('log');
    const before = await subject().api<RunDetail>(`/runs/${entity}/moving-old/mover`);
    const moved = await move(subject(), 'moving-old', ['mover'], 'moving-new');
    expect(moved).toMatchObject({ status: 200, answer: { count: 1, isNewProject: true } });
    const after = await subject().api<RunDetail>(`/runs/${entity}/moving-new/mover`);
    expect(after.consoleLineCount).toBe(before.consoleLineCount);
    expect(after).toMatchObject({ config: before.config, fileCount: before.fileCount, summary: before.summary });
    expect(await counts(subject())).toEqual({ 'moving-old': 1, 'moving-new': 1 });
    await subject().run('read');
    await subject().run('resume');
  });

  test('a script may begin a run of this id at the old address; then it cannot come back, and both stay', async () => {
    await subject().run('log_at_the_old_address');
    const { status, answer } = await move(subject(), 'moving-new', ['mover'], 'moving-old');
    expect(status).toBe(409);
    expect(answer).toMatchObject({ error: { code: 'run.taken' } });
    expect(await counts(subject())).toEqual({ 'moving-old': 2, 'moving-new': 1 });
  });

  test('a name that no script could log to is refused', async () => {
    const { status } = await move(subject(), 'moving-old', ['mover'], 'a/b');
    expect(status).toBe(400);
    expect(await counts(subject())).toEqual({ 'moving-old': 2, 'moving-new': 1 });
  });
});

async function move(
  { host, entity }: Subject,
  from: string,
  runs: readonly string[],
  to: string,
): Promise<{
  readonly status: number;
  readonly answer: RunMoveAnswer | { readonly error: { readonly code: string } };
}> {
  const response = await fetch(`${host.address}/api/projects/${entity}/${from}/runs/move`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ runs, to: { entity, project: to } }),
  });
  return { status: response.status, answer: (await response.json()) as RunMoveAnswer };
}

async function counts(subject: Subject): Promise<Record<string, number>> {
  const projects = await subject.api<ProjectSummary[]>('/projects');
  return Object.fromEntries(projects.map(({ path, runCount }) => [path.project, runCount]));
}
