import { execFile } from 'node:child_process';

/** Output of a tool is cut here; none of those we ask says so much. */
const MOST_OUTPUT_BYTES = 8 * 1024 * 1024;

/** What a tool printed. Errors: rejects when it fails, cannot be started, or is not done within `limitMs` (it is killed). */
export function outputOf(file: string, args: readonly string[], limitMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = {
      timeout: limitMs,
      killSignal: 'SIGKILL' as const,
      maxBuffer: MOST_OUTPUT_BYTES,
      windowsHide: true,
      env: { ...process.env, LC_ALL: 'C' },
    };
    execFile(file, args, options, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout);
      const said = stderr.trim() === '' ? stdout.trim() : stderr.trim();
      const why = error.killed === true ? `no answer within ${limitMs / 1000} s` : said.split('\n')[0] || error.message;
      reject(new Error(why.slice(0, 300), { cause: error }));
    });
  });
}
