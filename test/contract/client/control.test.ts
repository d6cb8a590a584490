import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { AlertList, RunDetail } from '#shared/api';
import { startScript } from '../../support/python.ts';
import { until } from '../../support/time.ts';
import { describeClient, type Subject } from './cases.ts';

describeClient('alerts and stopping', 'control.py', (subject) => {
  test('alerts of a script are listed newest first, once within their waiting time, until somebody has seen them', async () => {
    await subject().run('alerts');
    const list = await subject().api<AlertList>('/alerts');
    const run = { entity: subject().entity, project: 'control', run: 'alerting' };
    const wanted = [
      { level: 'info', title: 'Just so', text: '' },
      { level: 'error', title: 'Each time', text: 'two' },
      { level: 'error', title: 'Each time', text: 'one' },
      { level: 'warn', title: 'Low accuracy', text: 'It is 0.1 < 0.5 ü' },
    ].map((alert) => ({ ...alert, run, runName: 'The run' }));
    expect(list.alerts.map(({ id: _id, at: _at, ...alert }) => alert)).toEqual(wanted);
    expect(list).toMatchObject({ unseenCount: 4, seenId: 0 });
    const detail = await subject().api<RunDetail>(`/runs/${run.entity}/control/alerting`);
    expect(detail.alerts).toEqual(list.alerts);

    const seen = await fetch(`${subject().host.address}/api/alerts/seen`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ upTo: list.alerts[1]?.id }),
    });
    expect(seen.status).toBe(204);
    expect(await subject().api<AlertList>('/alerts')).toMatchObject({ unseenCount: 1, seenId: list.alerts[1]?.id });
  });

  test('a script that is stopped from the dashboard ends as if interrupted, and its run is killed', async () => {
    const script = start(subject(), 'stopped');
    const path = `/runs/${subject().entity}/control/stopped`;
    await untilStep(subject(), path, 5);
    const stop = await fetch(`${subject().host.address}/api${path}/stop`, { method: 'POST' });
    expect(stop.status).toBe(200);
    const { code, output } = await script.done;
    expect(code).not.toBe(0);
    expect(output).toContain('KeyboardInterrupt');
    const { head, historyLineCount } = await subject().api<RunDetail>(path);
    expect(head).toMatchObject({ state: 'killed', stateReason: 'stopped from here' });
    expect(historyLineCount).toBe(head.lastStep + 1);
  });

  test('a script may catch the interruption and finish; the API can stop it too', async () => {
    const script = start(subject(), 'stopped_and_saving');
    const path = `/runs/${subject().entity}/control/saving`;
    await untilStep(subject(), path, 5);
    await subject().run('stop_by_api');
    const { code, output } = await script.done;
    expect(code, output).toBe(0);
    const { head, summary } = await subject().api<RunDetail>(path);
    expect(head.state).toBe('finished');
    expect(summary).toMatchObject({ saved: true });
  });
});

function start(subject: Subject, name: string): ReturnType<typeof startScript> {
  return startScript(join(import.meta.dirname, 'control.py'), { address: subject.host.address, args: [name] });
}

async function untilStep(subject: Subject, path: string, step: number): Promise<void> {
  await until('rows of the script', async () => {
    const { head } = await subject.api<RunDetail>(path);
    return head.lastStep >= step;
  });
}
