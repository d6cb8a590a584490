import { StringDecoder } from 'node:string_decoder';

/** Hears what the process prints. */
export type ConsoleListener = (stream: 'stdout' | 'stderr', text: string) => void;

const listeners = new Set<ConsoleListener>();
let restore: (() => void) | undefined;
let isApart = false;

/** Hears everything that this process writes to its output from now on; the returned function ends that. */
export function captureConsole(listener: ConsoleListener): () => void {
  listeners.add(listener);
  restore ??= patchStreams();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    restore?.();
    restore = undefined;
  };
}

/** Prints a line to stderr that is no part of what runs hear. */
export function printApart(line: string): void {
  isApart = true;
  try {
    process.stderr.write(`${line}\n`);
  } finally {
    isApart = false;
  }
}

function patchStreams(): () => void {
  const undo = (['stdout', 'stderr'] as const).map((name) => patch(name));
  return () => undo.forEach((one) => one());
}

function patch(name: 'stdout' | 'stderr'): () => void {
  const stream = process[name];
  const original = stream.write;
  const decoder = new StringDecoder('utf8');
  const patched = function write(this: NodeJS.WriteStream, chunk: unknown, ...rest: unknown[]): boolean {
    const isWritten = Reflect.apply(original, stream, [chunk, ...rest]) as boolean;
    if (isApart) return isWritten;
    const text =
      typeof chunk === 'string' ? chunk : chunk instanceof Uint8Array ? decoder.write(Buffer.from(chunk)) : '';
    if (text !== '') for (const listener of listeners) listener(name, text);
    return isWritten;
  } as typeof stream.write;
  stream.write = patched;
  return () => {
    // Somebody else may have put himself over ours: then ours stays and hears nobody.
    if (stream.write === patched) stream.write = original;
  };
}
