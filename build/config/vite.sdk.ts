import { builtinModules } from 'node:module';
import { defineConfig } from 'vite';

const node = [...builtinModules, ...builtinModules.map((name) => `node:${name}`)];

/**
 * The package of the SDK as plain JavaScript: what a program imports, the recording thread and the command, in one folder, because
 * the thread's file is looked for beside the file that starts it. What it takes of other packages is inside. Not
 * minified: who reads a stack reads code.
 */
export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  publicDir: false,
  build: {
    target: 'node20',
    minify: false,
    ssr: true,
    rollupOptions: {
      input: { index: 'sdk/index.ts', thread: 'sdk/worker/thread.ts', cli: 'sdk/cli.ts' },
      external: node,
      treeshake: { moduleSideEffects: (id) => !/\/(shared|sdk)\//.test(id) },
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'shared-[hash].js' },
    },
  },
  ssr: { noExternal: true },
});
