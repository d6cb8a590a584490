/** `GET /api/session`: who and where. */
export interface SessionInfo {
  readonly username: string;
  readonly entity: string;
  readonly version: string;
  /** `http://127.0.0.1:8080`: what a script puts into WANDB_BASE_URL. */
  readonly address: string;
  readonly dataDir: string;
  /** False when any key will do (loopback, same user). */
  readonly isKeyNeeded: boolean;
  /** The key to show on the connect page; only for a local user or a holder of the key. */
  readonly apiKey: string;
  readonly isFirstStart: boolean;
  readonly runCount: number;
}

/** `GET /api/connect`, and the answer of `POST` (connect) and `DELETE` (undo). */
export interface ConnectState {
  /** True when the client's own settings and netrc files of this user point at this Taffrail. */
  readonly isConnected: boolean;
  readonly settingsFile: string;
  readonly netrcFile: string;
  /** Where the client's settings point now; undefined = the client's own default. */
  readonly currentBaseUrl?: string;
  /** True when the files as they were before connecting are kept and can be put back. */
  readonly canUndo: boolean;
  /** What to export by hand instead: address and key. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Makes the client send sooner (its own default is 15 s): optional. */
  readonly fasterEnvironment?: Readonly<Record<string, string>>;
}

/** `GET` and `PUT /api/settings`: what a person may change for the whole host. */
export interface AppSettings {
  /** PRIV-05: true makes clients save code by default; undefined leaves the choice to the script. */
  readonly isCodeSavingEnabled?: boolean;
  readonly crashAfterSeconds: number;
  /** Deleted runs go for good after so many days in the trash; 30 when it was never set. */
  readonly trashDays?: number;
}

export const DEFAULT_TRASH_DAYS = 30;
