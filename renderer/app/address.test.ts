import { expect, test } from 'vitest';
import { parseAddress } from './address.ts';

test('links that the Python client prints lead to their pages', () => {
  expect(parseAddress('/')).toEqual({ page: 'home' });
  expect(parseAddress('/anna/mnist')).toEqual({
    page: 'project',
    project: { entity: 'anna', project: 'mnist' },
    tab: undefined,
  });
  expect(parseAddress('/anna/mnist/runs/ab12cd34')).toEqual({
    page: 'run',
    run: { entity: 'anna', project: 'mnist', run: 'ab12cd34' },
    tab: 'charts',
  });
  expect(parseAddress('/anna/mnist/runs/ab12cd34/logs')).toMatchObject({ page: 'run', tab: 'logs' });
  expect(parseAddress('/anna/mnist/table')).toMatchObject({ page: 'project', tab: 'table' });
  expect(parseAddress('/authorize')).toEqual({ page: 'authorize' });
});

test('segments are decoded one by one, so names may hold slashes, spaces and percent signs', () => {
  expect(parseAddress('/anna/a%2Fb%20100%25/runs/r%231')).toMatchObject({
    run: { entity: 'anna', project: 'a/b 100%', run: 'r#1' },
  });
  expect(parseAddress('/anna/100%')).toMatchObject({ project: { project: '100%' } });
});

test('an artifact is addressed as the client prints it, step by step', () => {
  const version = '/anna/mnist/artifacts/model/net%20a/v3';
  expect(parseAddress(version)).toMatchObject({ page: 'artifact', type: 'model', collection: 'net a', version: 'v3' });
  expect(parseAddress(`${version}/files`)).toMatchObject({ version: 'v3', tab: 'files' });
  expect(parseAddress('/anna/mnist/artifacts')).toMatchObject({ page: 'artifact', type: undefined });
  expect(parseAddress('/anna/mnist/artifacts/model')).toMatchObject({ type: 'model', collection: undefined });
  expect(parseAddress('/anna/mnist/artifacts/model/net')).toMatchObject({ collection: 'net', version: undefined });
  expect(parseAddress(`${version}/nothing`)).toMatchObject({ page: 'unknown' });
  expect(parseAddress('/anna/mnist/runs/x/artifacts')).toMatchObject({ page: 'run', tab: 'artifacts' });
});

test('what we do not have is said to be unknown', () => {
  expect(parseAddress('/anna/mnist/runs/x/constructor')).toMatchObject({ page: 'unknown' });
  expect(parseAddress('/anna/mnist/constructor')).toMatchObject({ page: 'unknown' });
  expect(parseAddress('/constructor')).toEqual({ page: 'home' });
  expect(parseAddress('/anna/mnist/sweeps/x1')).toMatchObject({ page: 'sweep', sweep: 'x1' });
  expect(parseAddress('/anna/mnist/sweeps')).toMatchObject({ page: 'project', tab: 'sweeps' });
  expect(parseAddress('/anna/mnist/overview')).toMatchObject({ page: 'project', tab: 'overview' });
  expect(parseAddress('/anna/mnist/trash')).toMatchObject({ page: 'project', tab: 'trash' });
  expect(parseAddress('/anna/mnist/sweeps/x1/runs')).toMatchObject({ page: 'unknown' });
  expect(parseAddress('/anna/mnist/runs/x/nothing')).toMatchObject({ page: 'unknown' });
});
