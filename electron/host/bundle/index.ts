export { bundleReads, bundleWrites } from './records/index.ts';
export { registerBundleRoutes } from './routes.ts';
