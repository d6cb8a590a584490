import { FORMAT, VERSION } from '../format/schema.ts';

/** Words in each bundle for whoever opens it without Taffrail. */
export const BUNDLE_README = `Runs of an experiment tracker, bundled by Taffrail (${FORMAT}, version ${VERSION}).

Import it:       Taffrail, page "Open logs": the whole zip file. What is there already stays as it is.
Send it on:      unpack it and run "wandb sync wandb/offline-run-…" in this folder, the oldest run first
                 (given several at once, the client numbers versions of one artifact in any order).

manifest.json                             what is in here, with the size and SHA-256 of every file
wandb/offline-run-*/run-*.wandb           a run's rows, system metrics, output: the wandb client's own log
wandb/offline-run-*/files/                its files and media
wandb/offline-run-*/other-files/          files whose names not every system allows; their names are in run.json
wandb/offline-run-*/run.json              what a log does not hold: documents as they are, state, times, lineage
artifacts/versions/*.json                 versions of artifacts: name, aliases, metadata, entries
artifacts/files/                          their bytes by SHA-256
`;
