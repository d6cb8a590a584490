import { spawn, type ChildProcess } from 'node:child_process';

/** Lines longer than this are no answer of a tool that works. */
const LONGEST_LINE = 4096;

export interface LongReader {
  /** The tool runs. */
  isAlive(): boolean;
  /** The last words of a tool that ended, or undefined while it runs. */
  ending(): string | undefined;
  stop(): void;
}

/** Starts a tool that prints a line now and then and never ends by itself; each line is handed on. */
export function readLines(file: string, args: readonly string[], onLine: (line: string) => void): LongReader {
  const child: ChildProcess = spawn(file, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
    env: { ...process.env, LC_ALL: 'C' },
  });
  let rest = '';
  let lastWords = '';
  let ended: string | undefined;
  const say = (text: string): void => {
    lastWords = (lastWords + text).slice(-1000);
  };
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split(/\r?\n/);
    rest = (lines.pop() ?? '').slice(-LONGEST_LINE);
    for (const line of lines) {
      if (line === '' || line.length > LONGEST_LINE) continue;
      lastWords = '';
      say(line);
      onLine(line);
    }
  });
  child.stderr?.setEncoding('utf8').on('data', say);
  child.once('error', (error) => (ended ??= error.message));
  child.once('close', (code, signal) => {
    const said = `${lastWords}\n${rest}`.trim();
    ended ??= said === '' ? `it ended with ${signal ?? `code ${code}`}` : said;
  });
  // A host that ends in another way than by `stop` closes the pipe, which ends the tool with its next line.
  child.unref();
  return {
    isAlive: () => ended === undefined,
    ending: () => ended,
    stop() {
      child.stdout?.destroy();
      child.stderr?.destroy();
      child.kill('SIGKILL');
    },
  };
}
