import { SQL as initial } from './0001-initial.ts';
import { SQL as artifacts } from './0002-artifacts.ts';

/** Every schema change in order; the position (from 1) is the number kept in `PRAGMA user_version`. Only ever append. */
export const MIGRATIONS: readonly { readonly number: number; readonly name: string; readonly sql: string }[] = [
  { number: 1, name: 'initial', sql: initial },
  { number: 2, name: 'artifacts', sql: artifacts },
];
