import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const root = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Where the development host listens; `TAFFRAIL_DEV_HOST` names another. */
const hostAddress = process.env['TAFFRAIL_DEV_HOST'] ?? 'http://127.0.0.1:8080';

/**
 * The interface: `vite build -c build/config/vite.renderer.ts` writes dist/renderer, which the host serves as it is.
 * Nothing is inlined into the page or loaded from elsewhere, so that `default-src 'self'` holds.
 */
export default defineConfig({
  root: root('renderer'),
  base: '/',
  cacheDir: root('.cache/vite'),
  plugins: [react()],
  build: {
    outDir: root('dist/renderer'),
    emptyOutDir: true,
    target: 'es2023',
    // Fonts and pictures stay files: data: addresses would need a wider policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    reportCompressedSize: true,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Icons are a few hundred bytes each: apart, a page would ask for dozens of files.
          groups: [{ name: 'icons', test: /lucide-react/ }],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: Object.fromEntries(
      ['/api', '/files', '/graphql', '/healthz'].map((path) => [path, { target: hostAddress, changeOrigin: true }]),
    ),
  },
});
