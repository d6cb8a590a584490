export * from './clock.ts';
export * from './context.ts';
export * from './identity.ts';
export * from './logger.ts';
export * from './paths.ts';
export * from './rpc.ts';
export * from './checked.ts';
