// Makes a folder with the SDK's JavaScript and declarations into what npm packs.
import { copyFileSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { at } from './tree.mjs';

/** Packages of which parts are inside; their licences come along. */
const INSIDE = ['@bufbuild/protobuf', 'jsfive', 'pako', 'yaml'];

/** Adds package.json, readme, examples and licences to `folder`, and takes out declarations that nobody can reach. */
export function finishSdkPackage(folder) {
  copyFileSync(at('sdk', 'publish', 'package.json'), join(folder, 'package.json'));
  copyFileSync(at('sdk', 'publish', 'README.md'), join(folder, 'README.md'));
  copyFileSync(at('LICENSE'), join(folder, 'LICENSE'));
  if (existsSync(at('sdk', 'examples'))) cpSync(at('sdk', 'examples'), join(folder, 'examples'), { recursive: true });
  writeFileSync(join(folder, 'THIRD-PARTY-LICENSES'), INSIDE.map(licenceOf).join('\n\n'));
  pruneTypes(join(folder, 'types'));
}

function licenceOf(name) {
  const folder = at('node_modules', ...name.split('/'));
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  const text = file === undefined ? `Licence: ${license}` : readFileSync(join(folder, file), 'utf8').trim();
  return `${name} ${version} (${license})\n\n${text}\n`;
}

/** Keeps the declarations that lead from the package's own. */
function pruneTypes(types) {
  const kept = new Set();
  const visit = (file) => {
    if (kept.has(file) || !existsSync(join(types, file))) return;
    kept.add(file);
    for (const [, specifier] of readFileSync(join(types, file), 'utf8').matchAll(/(?:from|import\()\s*'([^']+)'/g)) {
      const [, world, room] = /^#(sdk|shared)\/(.+)$/.exec(specifier) ?? [];
      if (world !== undefined) visit(`${world}/${room}/index.d.ts`);
      else if (specifier.startsWith('.')) {
        visit(posix.normalize(posix.join(posix.dirname(file), specifier.replace(/\.ts$/, '.d.ts'))));
      }
    }
  };
  visit('sdk/index.d.ts');
  for (const entry of readdirSync(types, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath ?? dirname(entry.path), entry.name);
    const name = path.slice(types.length + 1).replaceAll('\\', '/');
    if (entry.isFile() && !kept.has(name)) rmSync(path);
  }
}
