import { join } from 'node:path';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { startHost, type TestHost } from '../../support/host.ts';
import { pythonMissing, pythonWith, runScript, type ScriptResult } from '../../support/python.ts';

/** A host and the scripts of one subject, for the tests of one file. */
export interface Subject {
  readonly host: TestHost;
  /** The entity of every path here. */
  readonly entity: string;
  /** Runs one case of the subject's script to its end; fails with its output unless all it asserts holds. */
  run(name: string, options?: CaseOptions): Promise<ScriptResult>;
  /** JSON of a GET of the windows' API, `/api` and the path behind it. */
  api<T>(path: string): Promise<T>;
}

export interface CaseOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/**
 * Tests with the real client: `FILE.py` beside the test holds cases, each a script that uses only the client and
 * asserts what its user reads back. One fresh host for all tests of the file.
 */
export function describeClient(title: string, script: string, tests: (subject: () => Subject) => void): void {
  const missing = pythonMissing();
  describe.skipIf(missing !== undefined)(`${title}${missing ? ` (skipped: ${missing})` : ''}`, () => {
    let subject: Subject | undefined;
    beforeAll(async () => {
      pythonWith();
      subject = await newSubject(script);
    });
    afterAll(() => subject?.host[Symbol.asyncDispose]());
    tests(() => {
      if (subject === undefined) throw new Error('the host did not start');
      return subject;
    });
  });
}

/** One test for each case that needs nothing from this side. */
export function testCases(subject: () => Subject, cases: Readonly<Record<string, string>>): void {
  for (const [name, title] of Object.entries(cases)) test(title, () => subject().run(name));
}

async function newSubject(script: string): Promise<Subject> {
  const host = await startHost();
  const api = async <T>(path: string): Promise<T> => {
    const response = await fetch(`${host.address}/api${path}`);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
  const { entity } = await api<{ entity: string }>('/session');
  const run = (name: string, { args = [], env }: CaseOptions = {}): Promise<ScriptResult> =>
    runScript(join(import.meta.dirname, script), {
      address: host.address,
      args: [name, ...args],
      env: { WANDB_SILENT: 'true', ...env },
    });
  return { host, entity, run, api };
}
