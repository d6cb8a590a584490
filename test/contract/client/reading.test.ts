import { test } from 'vitest';
import { describeClient, testCases } from './cases.ts';

describeClient('the reading API', 'reading.py', (subject) => {
  test('the whole filter language and every order give the runs they name', async () => {
    await subject().run('filters');
    await subject().run('orders');
  });
  testCases(subject, {
    history: 'history and scan_history: samples, keys, ranges and page sizes',
    steps_with_gaps: 'steps far apart are read back as they were logged',
    system_stream: 'system metrics as a stream and as the latest values',
    while_it_runs: 'a run is read while it runs, and waited for',
    edit: 'config, tags, name, notes, group and summary are changed after the end',
    summary_tensor: 'arrays in the summary',
    delete: 'a deleted run is gone, others stay',
    states: 'runs made through the API and their states',
    attributes: 'every attribute of a run has a sensible value',
    console: 'console output line by line, its tail and its file',
    account: 'viewer, users, teams, projects; what is not here is empty',
    own_entity: 'an entity that a script names itself',
  });
});
