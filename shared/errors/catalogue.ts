/**
 * Every expected failure, once. `status` is used by the doors that speak HTTP (http, graphql, api) and nowhere else;
 * it follows what the wandb client does with it: 400, 401, 403, 404, 409, 410, 413, 422 and 501 are final, every other
 * status >= 400 is sent again, so a passing trouble of ours is 503. `tip` tells the person what to do next.
 */
export interface ProblemKind {
  readonly status: number;
  readonly message: string;
  readonly tip: string;
}

export const CATALOGUE = {
  'body.malformed': { status: 400, message: 'The body is not valid JSON: {reason}', tip: 'Send a JSON object.' },
  'body.invalid': { status: 400, message: '{field}: {reason}', tip: 'Correct the named field and send again.' },
  'body.too-large': {
    status: 413,
    message: 'The body has more than {limitBytes} bytes.',
    tip: 'Send less in one request.',
  },
  'auth.key-missing': {
    status: 401,
    message: 'This address needs an API key.',
    tip: 'Run `wandb login` with the key shown on the connect page.',
  },
  'auth.key-wrong': {
    status: 401,
    message: 'The API key is not the key of this Taffrail.',
    tip: 'Copy the key from the connect page and run `wandb login --relogin`.',
  },
  'auth.host': {
    status: 403,
    message: 'The Host header {host} is not an address of this Taffrail.',
    tip: 'Open Taffrail at the address it printed.',
  },
  'auth.origin': {
    status: 403,
    message: 'The page at {origin} may not use this Taffrail.',
    tip: 'Open Taffrail in its own window or tab.',
  },
  'auth.token': {
    status: 403,
    message: 'The upload address is not valid for this file.',
    tip: 'Ask for a new upload address.',
  },
  'auth.not-local': {
    status: 403,
    message: 'Only the user of the machine that Taffrail runs on may do this.',
    tip: 'Do it there, in a browser or with `npm run connect`.',
  },
  'graphql.syntax': { status: 400, message: '{reason}', tip: 'Correct the GraphQL document.' },
  'graphql.unsupported': {
    status: 400,
    message: 'Taffrail does not support {what}.',
    tip: 'See the README for what is supported.',
  },
  // Carries the answer of a mutation that was undone from the writer thread to the route; 200 is what clients expect.
  'graphql.refused': { status: 200, message: 'The mutation was refused.', tip: 'See the errors of the answer.' },
  'input.invalid': { status: 400, message: '{field} must be {expected}, got {got}.', tip: 'Correct the value.' },
  'project.unknown': {
    status: 404,
    message: 'There is no project {entity}/{project}.',
    tip: 'Check the address; projects come into being with their first run.',
  },
  'run.unknown': { status: 404, message: 'There is no run {entity}/{project}/{run}.', tip: 'Check the address.' },
  'run.taken': {
    status: 409,
    message: 'The project {project} already has a run with the id {run}.',
    tip: 'Nothing was changed. Delete one of the two, or give one another project.',
  },
  'run.alive': {
    status: 409,
    message: 'The run {run} is {state}: its script may go on writing to the project it is in.',
    tip: 'Nothing was moved. Stop it or wait until it has ended.',
  },
  'run.locked': {
    status: 409,
    message: 'Locked: {runs}. A locked run is not deleted or moved, and its files and artifacts are not deleted.',
    tip: 'Nothing was changed. Unlock it first: in the menu of the run, or in the bar of a selection.',
  },
  'run.deleted': { status: 410, message: 'The run {run} was deleted here.', tip: 'Start a new run.' },
  'file.unknown': { status: 404, message: 'The run has no file {name}.', tip: 'See the Files tab for what there is.' },
  'file.name': {
    status: 400,
    message: 'The file name {name} is not allowed: {reason}.',
    tip: 'Use a relative name inside the run folder.',
  },
  'file.digest': {
    status: 400,
    message: 'The bytes of {name} do not have the announced checksum.',
    tip: 'Send the file again.',
  },
  'artifact.unknown': {
    status: 404,
    message: 'There is no {what} {name}.',
    tip: 'It may have been deleted. See the Artifacts tab of the project.',
  },
  'route.unknown': { status: 404, message: 'There is nothing at {method} {path}.', tip: 'Check the address.' },
  'view.unknown': { status: 404, message: 'There is no saved view {view}.', tip: 'It may have been deleted.' },
  'connect.failed': {
    status: 409,
    message: 'The settings of the Python client could not be changed: {reason}',
    tip: 'Set the two environment variables of the connect page instead.',
  },
  'import.path': {
    status: 400,
    message: 'Nothing can be read at {path}: {reason}',
    tip: 'Name a .wandb file, a wandb folder or a folder with TensorBoard logs on the machine that Taffrail runs on.',
  },
  'import.unknown': {
    status: 404,
    message: 'There is no import {id}.',
    tip: 'It may have been removed from the list.',
  },
  'bundle.path': {
    status: 400,
    message: 'No bundle can be written to {path}: {reason}.',
    tip: 'Name a file or folder that is not there yet, on the machine that Taffrail runs on.',
  },
  'bundle.empty': {
    status: 400,
    message: 'There are no runs to put into a bundle.',
    tip: 'Choose runs, or a project that has some.',
  },
  'bundle.invalid': {
    status: 400,
    message: '{name} is not imported: {reason}.',
    tip: 'Nothing of it came in. Copy the bundle again, or make it anew where it comes from.',
  },
  'bundle.newer': {
    status: 400,
    message: '{name} is not imported: its format is version {found}, this Taffrail reads up to {known}.',
    tip: 'Nothing of it came in. Update Taffrail.',
  },
  'bundle.conflict': {
    status: 409,
    message: 'The run {run} of the bundle is not the one that has this id here.',
    tip: 'Nothing was changed. Rename or delete the run here first if the one of the bundle is wanted.',
  },
  'bundle.unknown': { status: 404, message: 'There is no bundle {id}.', tip: 'It may have been taken off the list.' },
  'sync.remote': {
    status: 400,
    message: 'The field {field} is not right: {reason}.',
    tip: 'Nothing was sent and nothing was kept. Correct the field and try again.',
  },
  'sync.unknown': {
    status: 404,
    message: 'There is no {what} {id} to send to or to send.',
    tip: 'It may have been removed. Look at the Sync page.',
  },
  // 404 also on GraphQL, where an agent ends by it.
  'sweep.unknown': {
    status: 404,
    message: 'There is no {what} {name}.',
    tip: 'It may have been deleted. See the Sweeps tab of the project.',
  },
  'sweep.invalid': {
    status: 400,
    message: 'The sweep configuration is not valid. {faults}',
    tip: 'Correct the named fields.',
  },
  'sweep.state': {
    status: 409,
    message: 'A sweep that is {state} cannot be set to {wanted}.',
    tip: 'Make a new sweep, or resume this one first.',
  },
  'sweep.begun': {
    status: 409,
    message: 'The sweep {name} has runs already, so its configuration stays as it is.',
    tip: 'Make a new sweep; earlier runs can be added to it with `wandb sweep --prior_run`.',
  },
  'filter.invalid': {
    status: 400,
    message: 'The filter is not valid at {where}: {reason}',
    tip: 'Correct the filter.',
  },
  'request.cancelled': { status: 499, message: 'The request was cancelled.', tip: 'Nothing to do.' },
  'store.busy': { status: 503, message: 'The store is busy.', tip: 'It is tried again by itself.' },
  'store.full': {
    status: 503,
    message: 'The disk is full; nothing was stored.',
    tip: 'Free space on the disk of the data folder. Clients send again by themselves.',
  },
  'store.disk': {
    status: 503,
    message: 'The disk of the database {path} gave an error ({code}); nothing was stored.',
    tip: 'Look whether the disk is connected and healthy. Clients send again by themselves.',
  },
  'store.read-only': {
    status: 503,
    message: 'The data folder {path} cannot be written.',
    tip: 'Give your user write permission there, or choose another folder with --data.',
  },
  'store.corrupt': {
    status: 503,
    message: 'The database {path} is damaged: {reason}',
    tip: 'It was left untouched and copied to {copy}. Restore a backup, or start with another folder by --data.',
  },
  'store.newer': {
    status: 503,
    message: 'The data folder {path} was written by a newer Taffrail (schema {found}, this one knows {known}).',
    tip: 'Update Taffrail, or choose another folder with --data.',
  },
  'host.starting': { status: 503, message: 'Taffrail is starting.', tip: 'It is tried again by itself.' },
  'host.stopping': { status: 503, message: 'Taffrail is shutting down.', tip: 'It is tried again by itself.' },
  'host.unreachable': {
    status: 503,
    message: 'Taffrail does not answer at {address}.',
    tip: 'It is tried again by itself. If this stays, start Taffrail again.',
  },
  'host.slow': {
    status: 503,
    message: 'Taffrail did not answer within {seconds} s.',
    tip: 'It may be busy; try again.',
  },
  'host.port': {
    status: 503,
    message: 'The port {port} is taken by another program.',
    tip: 'Choose another with --port, or leave --port out to use the next free one.',
  },
  'host.locked': {
    status: 503,
    message: 'The data folder {path} is in use by process {pid}.',
    tip: 'Open the address it printed, or stop it first.',
  },
  internal: {
    status: 500,
    message: 'Something went wrong inside Taffrail: {reason}',
    tip: 'See the log file; please report it.',
  },
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof CATALOGUE;
