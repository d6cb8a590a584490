import { builtinModules } from 'node:module';
import { defineConfig } from 'vite';

const node = [...builtinModules, ...builtinModules.map((name) => `node:${name}`)];

/**
 * The host as plain JavaScript in dist/host: its two shells and its threads, all in one folder, because a thread's file
 * is looked for beside the file that starts it. Small and few files: each thread compiles what it loads anew, and that
 * is most of what an idle host holds. The maps lead from a stack in the log back to the sources.
 */
export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  publicDir: false,
  build: {
    target: 'node22',
    minify: true,
    sourcemap: true,
    ssr: true,
    rollupOptions: {
      input: {
        serve: 'electron/serve/index.ts',
        utility: 'electron/utility/index.ts',
        'writer-thread': 'electron/host/app/writer-thread.ts',
        'reader-thread': 'electron/host/app/reader-thread.ts',
        'reading-thread': 'electron/host/offline/work/reading-thread.ts',
        'bundle-thread': 'electron/host/bundle/work/bundle-thread.ts',
        'push-thread': 'electron/host/sync/push/push-thread.ts',
        'tables-thread': 'electron/host/tables/work/tables-thread.ts',
      },
      external: ['better-sqlite3', ...node],
      // A module of ours does nothing when it is loaded, so that a thread takes only the parts of a room that it uses.
      treeshake: { moduleSideEffects: (id) => !/\/(shared|sdk|electron\/host)\//.test(id) },
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
  ssr: { noExternal: true, external: ['better-sqlite3'] },
});
