#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { locateHost, SDK_VERSION, SdkError } from '#sdk/base';
import { type SyncOutcome, syncPaths } from '#sdk/sync';

const HELP = `taffrail ${SDK_VERSION}

  taffrail sync <folder>…   delivers the runs in a folder that are on no host yet: a run's folder, a "wandb" folder, or
                            one that has it

  --url URL   address of the host (WANDB_BASE_URL, else the Taffrail that runs on this machine)
  --force     also runs that were delivered before, or whose script still writes
`;

const MARKS: Readonly<Record<SyncOutcome['state'], string>> = {
  delivered: 'delivered',
  known: 'left',
  growing: 'left',
  failed: 'FAILED',
};

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { url: { type: 'string' }, force: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  const [command, ...paths] = positionals;
  if (values.help === true || command !== 'sync' || paths.length === 0) {
    say(HELP);
    return values.help === true ? 0 : 2;
  }
  const given = values.url === undefined ? {} : { baseUrl: values.url };
  const failed = await syncPaths(paths, {
    place: () => locateHost(given, process.env),
    isForced: values.force === true,
    tell: ({ journal, state, words }) => say(`${MARKS[state].padEnd(9)}  ${journal}: ${words}`),
  });
  return failed === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  const isExpected = error instanceof SdkError || (error instanceof TypeError && 'code' in error);
  process.stderr.write(`${isExpected ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
  process.exitCode = 2;
}
