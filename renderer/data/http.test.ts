import { expect, test } from 'vitest';
import { createHttp } from './http.ts';

const clock = { now: () => 0, frame: () => () => undefined, after: () => () => undefined };

/** Whether a request with this text in its body is sent so that it outlives its page. */
async function outlives(text: string): Promise<boolean | undefined> {
  const sent: RequestInit[] = [];
  const http = createHttp(
    async (_input, init) => {
      sent.push(init);
      return new Response(undefined, { status: 204 });
    },
    clock,
    'http://host',
  );
  await http.json({ method: 'PUT', path: '/view', body: { text }, outlivesPage: true });
  return sent[0]?.keepalive;
}

test('what outlives its page is measured in bytes, as browsers measure it', async () => {
  expect(await outlives('a'.repeat(31_000))).toBe(true);
  expect(await outlives('a'.repeat(33_000))).toBe(false);
  expect(await outlives('語'.repeat(10_000))).toBe(true);
  expect(await outlives('語'.repeat(31_000))).toBe(false);
});
