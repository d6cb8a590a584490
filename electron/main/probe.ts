import { readFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';

const PROBE_TIMEOUT_MS = 3000;

/** The address in a data directory's lock file; undefined when there is none to read. */
export function lockedAddress(dataDir: string): string | undefined {
  try {
    const lock = JSON.parse(readFileSync(join(dataDir, 'host.lock'), 'utf8')) as { address?: unknown };
    return typeof lock.address === 'string' && lock.address.startsWith('http://') ? lock.address : undefined;
  } catch {
    return undefined;
  }
}

/** True when a host answers at `address` and is ready. Never rejects. */
export async function isAnswering(address: string): Promise<boolean> {
  const answer = await fetchText(`${address}/`);
  return answer?.status === 200;
}

/** Number of runs being recorded now, over all projects; 0 when the host does not answer. */
export async function countLiveRuns(address: string): Promise<number> {
  const answer = await fetchText(`${address}/api/projects`);
  if (answer?.status !== 200) return 0;
  const projects = JSON.parse(answer.text) as readonly { stateCounts?: { running?: number } }[];
  return projects.reduce((sum, project) => sum + (project.stateCounts?.running ?? 0), 0);
}

// node:http and not fetch: the shell also runs in Electron lines whose Node has no fetch yet.
function fetchText(url: string): Promise<{ status: number; text: string } | undefined> {
  return new Promise((resolve) => {
    const request = get(url, { timeout: PROBE_TIMEOUT_MS }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      response.on('error', () => resolve(undefined));
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(undefined));
  });
}
