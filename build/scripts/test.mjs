// `npm test`: installs what is missing, builds, and runs the suites one after the other. `-- --only unit|contract|e2e`
// runs one; more words after it are passed on as file filters. The last line says how many passed, failed, skipped.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import process from 'node:process';
import { ensureDependencies } from './ensure.mjs';
import { build } from './lib/builds.mjs';
import { hostNode, run, say } from './lib/shell.mjs';
import { at } from './lib/tree.mjs';

const SUITES = {
  unit: 'unit: the rooms, on real databases in temporary folders',
  contract: 'contract: a real host, the real Python client, bad input, the house rules',
  e2e: 'e2e: a real browser and a real Electron window',
};

const words = process.argv.slice(2);
const onlyAt = words.indexOf('--only');
const only = onlyAt === -1 ? undefined : words[onlyAt + 1];
const filters = onlyAt === -1 ? words : [...words.slice(0, onlyAt), ...words.slice(onlyAt + 2)];
const chosen = Object.keys(SUITES).filter((suite) => only === undefined || suite === only);
if (chosen.length === 0) {
  say(`There is no suite ${only}; there are ${Object.keys(SUITES).join(', ')}.`);
  process.exit(2);
}

await ensureDependencies();
await build('renderer');
await build('shell');
await build('host');

// What people run is tested: the host as plain JavaScript, which starts in a quarter of the time that its sources take.
const env = { TAFFRAIL_TEST_HOST: at('dist', 'host', 'serve.js') };
const total = { passed: 0, failed: 0, skipped: 0 };
let isBroken = false;
for (const suite of chosen) {
  say(`\n${SUITES[suite]}`);
  const report = at('.cache', 'reports', `${suite}.json`);
  mkdirSync(at('.cache', 'reports'), { recursive: true });
  rmSync(report, { force: true });
  const args = ['run', '-c', at('test', 'vitest.config.ts'), '--project', suite, '--passWithNoTests'];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const vitest = at('node_modules', 'vitest', 'vitest.mjs');
  const { code } = await run(hostNode(), [vitest, ...args, ...reporters, ...filters], { inherit: true, env });
  isBroken = add(report, code) || isBroken;
}
say(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(isBroken || total.failed > 0 ? 1 : 0);

/** Adds a suite's numbers to the total; true when the suite failed in any way. */
function add(report, code) {
  let result;
  try {
    result = JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    // Without a report the suite did not run to its end, which is a failure of its own.
    total.failed += 1;
    return true;
  }
  total.passed += result.numPassedTests;
  total.failed += result.numFailedTests;
  total.skipped += result.numPendingTests + result.numTodoTests;
  // A file that could not even be loaded has no failed tests of its own.
  const unloaded = result.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  total.failed += unloaded.length;
  return code !== 0;
}
