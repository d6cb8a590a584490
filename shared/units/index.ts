export * from './ids.ts';
export * from './format.ts';
