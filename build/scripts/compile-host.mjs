// Writes the host as plain JavaScript into the folder named on the command line, file by file: only the types go, and
// `.ts` in imports becomes `.js`; nothing is bundled. Needs the installed Node (see lib/builds.mjs).
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { at, filesBelow } from './lib/tree.mjs';

const output = process.argv[2];
if (output === undefined) throw new Error('usage: compile-host.mjs FOLDER');
for (const file of ['electron/host', 'electron/serve', 'electron/utility', 'shared'].flatMap(filesBelow)) {
  if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue;
  const target = join(output, file.replace(/\.ts$/, '.js'));
  const plain = stripTypeScriptTypes(readFileSync(at(file), 'utf8'));
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, plain.replace(/(['"])(\.{1,2}\/[^'"\n]+)\.ts\1/g, '$1$2.js$1'));
}
const doors = { '#shared/*': './shared/*/index.js', '#host/*': './electron/host/*/index.js' };
writeFileSync(join(output, 'package.json'), `${JSON.stringify({ type: 'module', imports: doors }, undefined, 2)}\n`);
