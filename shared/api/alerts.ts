import type { RunPath } from '#shared/units';

/** What a script wanted a person to see (`run.alert`). */
export interface RunAlert {
  readonly id: number;
  readonly at: number;
  readonly level: 'info' | 'warn' | 'error';
  readonly title: string;
  readonly text: string;
  readonly run: RunPath;
  /** The run's display name. */
  readonly runName: string;
}

/** `GET /api/alerts`: the newest of all projects, newest first. `POST /api/alerts/seen` with AlertsSeen marks them read. */
export interface AlertList {
  readonly alerts: readonly RunAlert[];
  /** Alerts, of all there are, that nobody has seen. */
  readonly unseenCount: number;
  /** Those with a higher id are unseen. */
  readonly seenId: number;
}

export interface AlertsSeen {
  /** The id of the newest alert that was shown. */
  readonly upTo: number;
}
