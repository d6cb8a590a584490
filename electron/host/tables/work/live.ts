import type { DataPaths } from '#host/base';
import { type LiveTable, readLiveTable } from '#host/query';
import { openReadable } from '#host/store';
import type { RunsTableSource, VersionsTableSource } from '#shared/api';
import type { ProjectPath } from '#shared/units';
import type { ArrayFiles } from '../engine/read.ts';

/** What the thread of tables is begun with. */
export interface TableThreadData {
  readonly dataDir: string;
}

/** A table that is made from the store as it is now. */
export interface LiveTablePlace {
  readonly project: ProjectPath;
  readonly source: RunsTableSource | VersionsTableSource;
  /** Another one whenever what the table is made of may have changed. */
  readonly stamp: string;
}

/** What the handlers are given. */
export interface TableContext {
  readonly readLive: LiveReader;
  readonly readings: Readings;
  /** Milliseconds of a clock that only goes on. */
  monotonic(): number;
}

/** Files of a table in order, and those with the arrays of its columns, by their path in the artifact. */
export interface StoredPlace {
  readonly parts: readonly string[];
  readonly arrays: ArrayFiles;
}

type Place = readonly string[] | StoredPlace | LiveTablePlace | undefined;

/** Makes a live table. Errors: `project.unknown`, `filter.invalid`. */
export type LiveReader = (place: LiveTablePlace) => LiveTable;

/**
 * Reads live tables from the store. The thread has a handle of its own, because thousands of runs with hundreds of values
 * take seconds, which neither a reader thread nor the way through the main thread may be held up for; and only while it
 * reads, so that no look at the store stays open.
 */
export function liveReader(paths: DataPaths): LiveReader {
  return ({ project, source }) => {
    const db = openReadable(paths);
    try {
      db.exec('BEGIN');
      return readLiveTable(db, project, source);
    } finally {
      db.close();
    }
  };
}

/** Of a live table only the newest state is of use; those of before, and what was made from them, only take room. */
export function forgetOlder(places: readonly Place[], kept: Map<string, unknown>): void {
  for (const place of places) {
    if (!isLive(place)) continue;
    const now = JSON.stringify(place);
    const ofAnyTime = now.slice(0, now.lastIndexOf('"stamp":'));
    for (const key of kept.keys()) if (key.includes(ofAnyTime) && !key.includes(now)) kept.delete(key);
  }
}

/** A table that is read in so little time is read anew at each change. */
const QUICK_MS = 250;
/** One that takes longer is left as it is for so many times as long as it took. */
const RESTS = 4;
const MOST_READINGS = 100;

interface Reading {
  readonly stamp: string;
  readonly endedAt: number;
  readonly tookMs: number;
}

/**
 * How long live tables took to read. Thousands of runs with hundreds of values take seconds, and running scripts change
 * them all the time: then a table stays as it was read for a while, and answers say when to ask again.
 */
export class Readings {
  readonly #byName = new Map<string, Reading>();

  /** The same places, under the stamp that they were read with where they rest. */
  steady<P extends Place>(places: readonly P[], now: number): readonly (P | LiveTablePlace)[] {
    return places.map((place) => {
      const reading = this.#restOf(place, now)?.reading;
      return reading === undefined || !isLive(place) ? place : { ...place, stamp: reading.stamp };
    });
  }

  /** When to ask again because a table rests that has changed. */
  late(places: readonly Place[], now: number): { readonly againInMs?: number } {
    const longest = places.reduce((most, place) => Math.max(most, this.#restOf(place, now)?.restMs ?? 0), 0);
    return longest === 0 ? {} : { againInMs: Math.ceil(longest) };
  }

  #restOf(place: Place, now: number): { readonly reading: Reading; readonly restMs: number } | undefined {
    const reading = isLive(place) ? this.#byName.get(nameOf(place)) : undefined;
    if (!isLive(place) || reading === undefined || reading.stamp === place.stamp) return undefined;
    const restMs = reading.endedAt + RESTS * reading.tookMs - now;
    return reading.tookMs <= QUICK_MS || restMs <= 0 ? undefined : { reading, restMs };
  }

  /** Remembers how long a reading took that has just ended. */
  note(places: readonly Place[], beganAt: number, endedAt: number): void {
    for (const place of places) {
      if (!isLive(place)) continue;
      const name = nameOf(place);
      this.#byName.delete(name);
      this.#byName.set(name, { stamp: place.stamp, endedAt, tookMs: endedAt - beganAt });
      const [oldest] = this.#byName.keys();
      if (this.#byName.size > MOST_READINGS && oldest !== undefined) this.#byName.delete(oldest);
    }
  }
}

function isLive(place: Place): place is LiveTablePlace {
  return place !== undefined && 'stamp' in place;
}

function nameOf({ project, source }: LiveTablePlace): string {
  return JSON.stringify([project, source]);
}
