import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { WindowPlace } from './bounds.ts';

/** What the window remembers from start to start. Losing it loses nothing but comfort. */
export interface Remembered {
  readonly place?: WindowPlace;
  readonly theme?: 'light' | 'dark';
  /** True once the person was told that closing the window keeps a live run recorded. */
  readonly hasToldBackground?: boolean;
}

export interface Memory {
  get(): Remembered;
  /** Merges and writes at once; a folder that cannot be written only costs the memory. */
  set(change: Remembered): void;
}

/** Keeps `Remembered` in one JSON file; a damaged file counts as empty. */
export function openMemory(file: string, onError: (reason: string) => void): Memory {
  let current = readMemory(file);
  return {
    get: () => current,
    set(change) {
      current = { ...current, ...change };
      try {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(`${file}.new`, JSON.stringify(current));
        renameSync(`${file}.new`, file);
      } catch (error) {
        onError(String(error));
      }
    },
  };
}

function readMemory(file: string): Remembered {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
