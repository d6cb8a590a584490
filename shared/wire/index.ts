export * from './value.ts';
export * from './time.ts';
export * from './parse.ts';
export * from './write.ts';
