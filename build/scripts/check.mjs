// `npm run check`: the one gate. Types, lint, format, rooms, docs and words, unused code; all at once, one summary.
import process from 'node:process';
import { ensureDependencies } from './ensure.mjs';
import { run, runTool, say } from './lib/shell.mjs';
import { at } from './lib/tree.mjs';

await ensureDependencies();
const config = (name) => at('build', 'config', name);
const bin = (name) => at('node_modules', '.bin', name);
const houseRules = ['rooms', 'docs', 'words', 'collected'].map((name) => `test/contract/${name}.test.ts`);
const CHECKS = {
  types: () => runTool('typescript/bin/tsc', ['-b']),
  lint: () => run(bin('oxlint'), ['-c', config('oxlint.json'), '--type-aware', '--max-warnings', '0']),
  format: () => run(bin('oxfmt'), ['-c', config('oxfmt.json'), '--check', '.']),
  rooms: () =>
    runTool('vitest/vitest.mjs', ['run', '-c', at('test', 'vitest.config.ts'), '--project', 'contract', ...houseRules]),
  unused: () => runTool('knip/bin/knip.js', ['-c', config('knip.json'), '--no-progress']),
};

const results = await Promise.all(
  Object.entries(CHECKS).map(async ([name, check]) => {
    const begin = performance.now();
    const { code, output } = await check();
    return { name, code, output, seconds: (performance.now() - begin) / 1000 };
  }),
);
for (const { name, code, output } of results) if (code !== 0) say(`\n── ${name} ──\n${output.trimEnd()}`);
say();
for (const { name, code, seconds } of results) {
  say(`${code === 0 ? 'ok    ' : 'FAILED'} ${name.padEnd(8)} ${seconds.toFixed(1)} s`);
}
const failed = results.filter(({ code }) => code !== 0);
say(failed.length === 0 ? 'All checks passed.' : `${failed.length} of ${results.length} checks failed.`);
process.exit(failed.length === 0 ? 0 : 1);
