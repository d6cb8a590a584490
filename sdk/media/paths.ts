import { UsageError } from '#sdk/base';
import { Media } from './media.ts';
import type { MediaData } from './payload.ts';

/** What no path may hold on some system. Source: the Python client's `make_file_path_upload_safe`. */
const UNSAFE = /[<>:"\\|?*\u0000-\u001f]/g;

/** The media of a value; undefined when it is something else. Errors: UsageError for a list that mixes kinds. */
export function mediaIn(value: object, key: string): readonly MediaData[] | undefined {
  if (value instanceof Media) return [value.toData()];
  if (!Array.isArray(value) || !(value[0] instanceof Media)) return undefined;
  const [first] = value as readonly Media[];
  return (value as readonly unknown[]).map((one) => {
    if (!(one instanceof Media) || one.kind !== first?.kind)
      throw new UsageError('value.kind', `${key}: a list of ${first?.kind ?? 'media'} holds something else`);
    return one.toData();
  });
}

/** Where a medium's file lies in the run: `media/<folder>/<key>_<step>_<hash><ending>`. Source: the Python client. */
export function mediaPath(file: {
  readonly folder: string;
  readonly key: string;
  readonly step: number | 'summary';
  /** In hex. */
  readonly sha256: string;
  readonly ending: string;
}): string {
  const { folder, key, step, sha256, ending } = file;
  // A key's slashes are folders; nothing leaves the media folder.
  const stem = key
    .replaceAll(UNSAFE, '_')
    .split('/')
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .join('/');
  return `media/${folder}/${stem}_${step}_${sha256.slice(0, 20)}${ending}`;
}
