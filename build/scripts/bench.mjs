// `npm run bench`: every measurement, one JSON line per case with its budget. `-- --only ingest` runs one.
// `-- --only peers` installs other trackers and measures their pages; it runs only when asked for by this name.
import { readdirSync } from 'node:fs';
import process from 'node:process';
import { ensureDependencies } from './ensure.mjs';
import { build } from './lib/builds.mjs';
import { hostNode, run, say } from './lib/shell.mjs';
import { at } from './lib/tree.mjs';

const onlyAt = process.argv.indexOf('--only');
/** Those that install something, so that nobody gets it unasked. */
const ONLY_BY_NAME = ['peers.bench.ts'];
const only = onlyAt === -1 ? undefined : process.argv[onlyAt + 1];
await ensureDependencies();
await build('renderer');
await build('host');
// What is measured is what people run: the host as plain JavaScript.
const env = { TAFFRAIL_TEST_HOST: at('dist', 'host', 'serve.js') };
const benches = readdirSync(at('test', 'bench'))
  .filter((file) => file.endsWith('.bench.ts'))
  .filter((file) => (only === undefined ? !ONLY_BY_NAME.includes(file) : file.startsWith(only)))
  .sort();
let worst = 0;
for (const file of benches) {
  const { code } = await run(hostNode(), ['--expose-gc', at('test', 'bench', file)], { inherit: true, env });
  worst = Math.max(worst, code);
}
if (only === undefined) say('Not measured unless asked: the pages of other trackers, npm run bench -- --only peers.');
process.exit(worst);
