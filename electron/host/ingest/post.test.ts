import { deflateSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { Problem } from '#shared/errors';
import { BODY_LIMIT_BYTES, readPost } from './post.ts';

function read(text: string): ReturnType<typeof readPost> {
  return readPost(new TextEncoder().encode(text));
}

test('a heartbeat, an empty body and unknown members are fine', () => {
  const nothing = { parts: [], uploaded: [], isPreempting: false };
  expect(read('{}')).toEqual(nothing);
  expect(read('')).toEqual(nothing);
  expect(read('{"dropped":0,"failed":false,"complete":false,"files":null}')).toEqual(nothing);
});

test('the members of a post', () => {
  const post = read(
    '{"files":{"output.log":{"offset":4,"content":["a","b"]}},"uploaded":["x.png",3],"preempting":true,"complete":true,"exitcode":255}',
  );
  expect(post).toEqual({
    parts: [{ name: 'output.log', offset: 4, lines: ['a', 'b'] }],
    uploaded: ['x.png'],
    isPreempting: true,
    exitCode: 255,
  });
  expect(read('{"complete":true}').exitCode).toBe(0);
});

test('a part that cannot be used is kept with its fault', () => {
  const { parts } = read(
    '{"files":{"a":{"offset":-1,"content":["x"]},"b":{"offset":0,"content":"x"},"c":7,"d":{"offset":0,"content":["x",1]}}}',
  );
  expect(parts.map((part) => part.fault !== undefined)).toEqual([true, true, true, false]);
  expect(parts[3]?.lines).toEqual(['x', undefined]);
});

test('bare NaN outside of a line is read too', () => {
  expect(read('{"other":NaN,"complete":true,"exitcode":1}').exitCode).toBe(1);
});

test('packed bodies are unpacked, and only so far', () => {
  const text = '{"complete":true,"exitcode":3}';
  expect(readPost(gzipSync(text), 'gzip').exitCode).toBe(3);
  expect(readPost(deflateSync(text), 'deflate').exitCode).toBe(3);
  const bomb = gzipSync(Buffer.alloc(BODY_LIMIT_BYTES + 1, 0x20));
  expect(() => readPost(bomb, 'gzip')).toThrow(`more than ${BODY_LIMIT_BYTES} bytes`);
  expect(() => readPost(new Uint8Array([1, 2, 3]), 'gzip')).toThrow(Problem);
  expect(() => readPost(new Uint8Array([1, 2, 3]), 'lzma')).toThrow('Content-Encoding');
});

test('what can never be read is refused as a whole', () => {
  for (const text of ['{', '[]', '"x"', 'hello', '{"files":{"a":'])
    expect(() => read(text), text).toThrow('not valid JSON');
});
