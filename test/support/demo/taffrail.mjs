// `node --import` of this file lets a program of sdk/examples use the sources as the package `taffrail`.
import { registerHooks } from 'node:module';

const url = new URL('../../../sdk/index.ts', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'taffrail' ? { url, format: 'module-typescript', shortCircuit: true } : next(specifier, context),
});
