import { readFile } from 'node:fs/promises';
import { callerFor, type HostContext } from '#host/base';
import { blobPath, type fileReads } from '#host/files';
import type { ApiValue } from '#shared/api';
import type { RunPath } from '#shared/units';
import { isJsonObject, parseExtended, setMember, toApiValue } from '#shared/wire';

const NAME = 'wandb-metadata.json';
/** The client writes a few kilobytes; more than this is not what we think it is. */
const MOST_BYTES = 1024 * 1024;

/** The environment as the client's file of that name says; undefined when it was not uploaded or is no JSON object. */
export async function readMetadataFile(
  host: HostContext,
  path: RunPath,
  signal: AbortSignal,
): Promise<Record<string, ApiValue> | undefined> {
  const files = callerFor<typeof fileReads>(host.readers);
  const file = await files.call('files.find', { path, name: NAME }, { signal });
  if (file?.blob === undefined || file.blob.sizeBytes > MOST_BYTES) return undefined;
  const text = await readFile(blobPath(host.paths, file.blob.sha256), 'utf8').catch((error: unknown) => {
    host.log.error('a stored file is missing', { name: NAME, run: path.run, reason: String(error) });
    return '';
  });
  return parseObject(text);
}

function parseObject(text: string): Record<string, ApiValue> | undefined {
  let value;
  try {
    value = parseExtended(text);
  } catch {
    // Not the client's file; the run's page shows what the config says instead.
    return undefined;
  }
  if (!isJsonObject(value)) return undefined;
  const metadata: Record<string, ApiValue> = {};
  for (const [key, item] of Object.entries(value)) setMember<ApiValue>(metadata, key, toApiValue(item));
  return metadata;
}
