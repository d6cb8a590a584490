import type { Decoded } from '../log/protobuf.ts';
import type { LogAlert, LogArtifact, LogArtifactEntry, LogFile, LogUse } from './types.ts';

/** An alert as the server gets it. Source: protocol 11.3. */
export function readAlert(record: Decoded, atMs: number): Omit<LogAlert, 'ordinal'> {
  const level = (record.level as string | undefined) ?? '';
  return {
    atMs,
    title: (record.title as string | undefined) ?? '',
    text: (record.text as string | undefined) ?? '',
    severity: ['INFO', 'WARN', 'ERROR'].includes(level) ? level : 'INFO',
    waitMs: Number(record.waitDurationMs ?? 0),
  };
}

export function readUse(record: Decoded): LogUse {
  const { id = '', type = '', name = '' } = record as { id?: string; type?: string; name?: string };
  return { id, type, name };
}

const POLICIES = ['now', 'end', 'live'] as const;

/** Files of the run that are ready. Source: protocol 11.3. */
export function readFiles(record: Decoded): LogFile[] {
  return ((record.files as Decoded[] | undefined) ?? []).flatMap(({ path, policy }) =>
    typeof path === 'string' ? [{ name: path, policy: POLICIES[Number(policy ?? 0)] ?? 'now' }] : [],
  );
}

/** An artifact that the script saved. Source: protocol 11.3. */
export function readArtifact(record: Decoded, atMs: number): LogArtifact {
  const manifest = (record.manifest as Decoded | undefined) ?? {};
  const text = (name: string): string => (record[name] as string | undefined) ?? '';
  const optional = (key: string, value: string): Record<string, string> => (value === '' ? {} : { [key]: value });
  return {
    typeName: text('type'),
    name: text('name'),
    digest: text('digest'),
    ...optional('description', text('description')),
    ...optional('metadata', text('metadata')),
    ...optional('clientId', text('clientId')),
    ...optional('sequenceClientId', text('sequenceClientId')),
    ...optional('distributedId', text('distributedId')),
    ...optional('manifestFile', (manifest.manifestFilePath as string | undefined) ?? ''),
    ...(record.ttlDurationSeconds === undefined ? {} : { ttlS: Number(record.ttlDurationSeconds) }),
    aliases: (record.aliases as string[] | undefined) ?? [],
    tags: (record.tags as string[] | undefined) ?? [],
    isFinal: record.finalize === true,
    isIncremental: record.incremental === true,
    isUsedAfterCommit: record.useAfterCommit === true,
    entries: ((manifest.contents as Decoded[] | undefined) ?? []).map(readEntry),
    atMs,
  };
}

function readEntry(entry: Decoded): LogArtifactEntry {
  const { path = '', digest = '', ref, localPath, birthArtifactId } = entry as Record<string, string | undefined>;
  const extra = ((entry.extra as Decoded[] | undefined) ?? []).map(
    (item) => `${JSON.stringify(item.key ?? '')}:${(item.valueJson as string | undefined) ?? 'null'}`,
  );
  return {
    path,
    digest,
    sizeBytes: Number(entry.size ?? 0),
    ...(ref === undefined ? {} : { ref }),
    ...(localPath === undefined ? {} : { localPath }),
    ...(birthArtifactId === undefined ? {} : { birthArtifactId }),
    ...(extra.length === 0 ? {} : { extra: `{${extra.join(',')}}` }),
  };
}
