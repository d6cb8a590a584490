export * from './names.ts';
export * from './sign.ts';
