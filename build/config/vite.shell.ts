import { builtinModules } from 'node:module';
import { defineConfig } from 'vite';

const node = [...builtinModules, ...builtinModules.map((name) => `node:${name}`)];

const ENTRIES: Readonly<Record<string, string>> = {
  main: 'electron/main/main.ts',
  preload: 'electron/preload/preload.ts',
};

/**
 * The desktop shell as two plain CommonJS files, one build each (`--mode main`, `--mode preload`): a sandboxed preload
 * script cannot load a shared chunk, and both are kept plain enough for old Electron lines.
 */
export default defineConfig(({ mode }) => ({
  root: new URL('../..', import.meta.url).pathname,
  publicDir: false,
  build: {
    target: 'node16',
    minify: false,
    ssr: true,
    rollupOptions: {
      input: { [mode]: ENTRIES[mode] ?? '' },
      external: ['electron', ...node],
      output: { format: 'cjs', entryFileNames: '[name].cjs' },
    },
  },
  ssr: { noExternal: true, external: ['electron'] },
}));
