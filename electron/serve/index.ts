import {
  findInstallation,
  HOST_HELP,
  readHostArguments,
  startHost,
  type ArgumentOptions,
  type RunningHost,
} from '#host/app';
import { asProblem } from '#shared/errors';

// The host under plain Node: prints where it is, ends in peace on Ctrl-C, at once on the second.

const installation = findInstallation(import.meta.url);

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function complain(text: string): void {
  process.stderr.write(`${text}\n`);
}

function welcome(host: RunningHost, dataDir: string): string {
  const { apiKey, settings } = host.context;
  const who = settings.requireKey ? 'Every client is asked for the key.' : 'Any key is good for scripts of this user.';
  return `Taffrail ${installation.version} is running at ${host.address}
Runs are kept in ${dataDir}

In the terminal of a training script:

  export WANDB_BASE_URL=${host.address}
  export WANDB_API_KEY=${apiKey}
  python train.py

${who} Ctrl-C stops Taffrail.`;
}

function stopOnSignals(host: RunningHost): void {
  let isStopping = false;
  const stop = (): void => {
    if (isStopping) process.exit(130);
    isStopping = true;
    host.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        complain(`Taffrail could not stop cleanly: ${asProblem(error).message}`);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
}

/** A bug outside any request: what is acknowledged is on disk already, so that ending is safe and going on is not. */
function endOnBugs(host: RunningHost): void {
  process.on('uncaughtException', (error) => {
    host.context.log.error('Taffrail failed', { reason: error.stack ?? error.message });
    complain(`Taffrail failed: ${error.stack ?? error.message}`);
    process.exit(70);
  });
}

async function run(options: ArgumentOptions): Promise<void> {
  try {
    const host = await startHost({ ...options, ...installation, onTrouble: complain });
    stopOnSignals(host);
    endOnBugs(host);
    say(welcome(host, options.dataDir));
  } catch (error) {
    const problem = asProblem(error);
    const { address } = problem.details;
    if (problem.code === 'host.locked' && typeof address === 'string' && address !== '') {
      say(`Taffrail is already running at ${address}`);
      return;
    }
    const isBug = problem.code === 'internal' && error instanceof Error;
    complain(
      isBug
        ? `Taffrail could not start: ${error.stack ?? error.message}`
        : `${problem.message}\n${problem.toData().tip}`,
    );
    process.exitCode = 1;
  }
}

const asked = readHostArguments(process.argv.slice(2), process.env, process.platform);
if (asked.kind === 'run') await run(asked.options);
else if (asked.kind === 'help') say(HOST_HELP);
else if (asked.kind === 'version') say(installation.version);
else {
  complain(`${asked.message}\n\n${HOST_HELP}`);
  process.exitCode = 2;
}
