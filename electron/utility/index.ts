import { findInstallation, readHostArguments, startHost } from '#host/app';
import { asProblem, type ProblemData } from '#shared/errors';

// The same host inside Electron's utility process; `process.parentPort` is Electron's, its module is not needed.

/** What this process tells the shell. */
type HostMessage =
  | { readonly kind: 'ready'; readonly address: string }
  | { readonly kind: 'attached'; readonly address: string }
  | { readonly kind: 'failed'; readonly problem: ProblemData };

const tell = (message: HostMessage): void => process.parentPort.postMessage(message);
const asked = readHostArguments(process.argv.slice(2), process.env, process.platform);

try {
  if (asked.kind !== 'run')
    throw new Error(asked.kind === 'mistake' ? asked.message : `--${asked.kind} is for a terminal`);
  const host = await startHost({
    ...asked.options,
    ...findInstallation(import.meta.url),
    onTrouble: (line) => process.stderr.write(`${line}\n`),
  });
  process.on('uncaughtException', (error) => {
    host.context.log.error('Taffrail failed', { reason: error.stack ?? error.message });
    process.exit(70);
  });
  process.parentPort.on('message', ({ data }) => {
    if ((data as { kind?: unknown } | undefined)?.kind !== 'stop') return;
    host.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
  tell({ kind: 'ready', address: host.address });
} catch (error) {
  const problem = asProblem(error);
  const { address } = problem.details;
  const isAttached = problem.code === 'host.locked' && typeof address === 'string' && address !== '';
  tell(isAttached ? { kind: 'attached', address } : { kind: 'failed', problem: problem.toData() });
  if (!isAttached) process.stderr.write(`${problem.message}\n${problem.toData().tip}\n`);
  process.exit(isAttached ? 0 : 1);
}
