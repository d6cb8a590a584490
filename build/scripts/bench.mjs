// `npm run bench`: every measurement, one JSON line per case with its budget. `-- --only ingest` runs one.
import { readdirSync } from 'node:fs';
import process from 'node:process';
import { ensureDependencies } from './ensure.mjs';
import { build } from './lib/builds.mjs';
import { hostNode, run } from './lib/shell.mjs';
import { at } from './lib/tree.mjs';

const onlyAt = process.argv.indexOf('--only');
const only = onlyAt === -1 ? undefined : process.argv[onlyAt + 1];
await ensureDependencies();
await build('renderer');
await build('host');
// What is measured is what people run: the host as plain JavaScript.
const env = { TAFFRAIL_TEST_HOST: at('dist', 'host', 'serve.js') };
const benches = readdirSync(at('test', 'bench'))
  .filter((file) => file.endsWith('.bench.ts'))
  .filter((file) => only === undefined || file.startsWith(only))
  .sort();
let worst = 0;
for (const file of benches) {
  const { code } = await run(hostNode(), ['--expose-gc', at('test', 'bench', file)], { inherit: true, env });
  worst = Math.max(worst, code);
}
process.exit(worst);
