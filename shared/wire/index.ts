export * from './value.ts';
export * from './parse.ts';
export * from './write.ts';
