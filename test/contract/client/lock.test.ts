import { expect, test } from 'vitest';
import type { RunDetail } from '#shared/api';
import { describeClient, type Subject } from './cases.ts';

describeClient('locked runs', 'lock.py', (subject) => {
  test('the API is refused what would delete of a locked run, by name; the run lives and takes new data', async () => {
    await subject().run('log');
    expect(await lock(subject(), true)).toBe(true);
    await subject().run('delete');
    await subject().run('edit');
    const { head } = await subject().api<RunDetail>(`/runs/${subject().entity}/lock/kept`);
    expect(head).toMatchObject({ isLocked: true, tags: ['t'] });
    expect(await lock(subject(), false)).toBeUndefined();
    await subject().run('delete_unlocked');
  });
});

async function lock({ host, entity }: Subject, isLocked: boolean): Promise<boolean | undefined> {
  const response = await fetch(`${host.address}/api/runs/${entity}/lock/kept`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ isLocked }),
  });
  return ((await response.json()) as RunDetail).head.isLocked;
}
