export * from './events.ts';
export * from './runs.ts';
export * from './projects.ts';
export * from './series.ts';
export * from './logs.ts';
export * from './files.ts';
export * from './session.ts';
export * from './views.ts';
