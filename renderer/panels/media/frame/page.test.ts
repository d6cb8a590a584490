import { expect, test } from 'vitest';
import { htmlPage, plotlyPage, readFrameMessage } from './page.ts';

test('the style sheet on the internet becomes a local one, the rest of the page stays', () => {
  const logged =
    '<base target="_blank"><link rel="stylesheet" type="text/css" href="https://app.wandb.ai/normalize.css" /><html><body><h1 id="x">Hello</h1></body></html>';
  const page = htmlPage(logged);
  expect(page).not.toContain('normalize.css');
  expect(page).toContain('<h1 id="x">Hello</h1>');
  expect(page).toContain('font-family: system-ui');
  expect(htmlPage('<!doctype html><p>a').startsWith('<!doctype html><script>')).toBe(true);
});

test('data of a figure cannot leave its script', () => {
  const colors = { paper: '#fff', plot: '#eee', text: '#111', grid: '#ccc' };
  const page = plotlyPage('/* code </script> */', { data: [{ name: '</script><img src=x>' }] }, colors, true);
  expect(page.split('</script>')).toHaveLength(4);
  expect(() => plotlyPage('', 'no figure', colors, false)).not.toThrow();
});

test('messages of a frame are believed only when they are harmless', () => {
  expect(readFrameMessage({ kind: 'open', address: 'https://example.org/' })).toBeDefined();
  for (const address of [
    'javascript:alert(1)',
    'file:///etc/passwd',
    'data:text/html,x',
    '/relative',
    7,
    'x'.repeat(5000),
  ]) {
    expect(readFrameMessage({ kind: 'open', address })).toBeUndefined();
  }
  for (const data of [null, 'ready', { kind: 'other' }, { kind: 'blocked' }]) {
    expect(readFrameMessage(data)).toBeUndefined();
  }
});
