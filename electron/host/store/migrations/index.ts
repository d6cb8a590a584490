import { SQL as initial } from './0001-initial.ts';
import { SQL as artifacts } from './0002-artifacts.ts';
import { SQL as imports } from './0003-imports.ts';
import { SQL as rewinds } from './0004-rewinds.ts';
import { SQL as sweeps } from './0005-sweeps.ts';
import { SQL as runOrdinals } from './0006-run-ordinals.ts';
import { SQL as machine } from './0007-machine.ts';
import { SQL as runMoves } from './0008-run-moves.ts';
import { SQL as trash } from './0009-trash.ts';
import { SQL as runLocks } from './0010-run-locks.ts';

/** Every schema change in order; the position (from 1) is the number kept in `PRAGMA user_version`. Only ever append. */
export const MIGRATIONS: readonly { readonly number: number; readonly name: string; readonly sql: string }[] = [
  { number: 1, name: 'initial', sql: initial },
  { number: 2, name: 'artifacts', sql: artifacts },
  { number: 3, name: 'imports', sql: imports },
  { number: 4, name: 'rewinds', sql: rewinds },
  { number: 5, name: 'sweeps', sql: sweeps },
  { number: 6, name: 'run-ordinals', sql: runOrdinals },
  { number: 7, name: 'machine', sql: machine },
  { number: 8, name: 'run-moves', sql: runMoves },
  { number: 9, name: 'trash', sql: trash },
  { number: 10, name: 'run-locks', sql: runLocks },
];
