import { Problem } from '#shared/errors';

const MAX_NAME_BYTES = 4096;
const MAX_SEGMENT_BYTES = 1024;

/**
 * The one form of a run file's name: relative, `/` between segments, without `.` segments (`./a//b` is `a/b`).
 * Errors: `file.name` when the name is empty, absolute, leaves the run's folder, or holds a NUL or control byte.
 * Files are stored by content, so a name never becomes a path on this disk; it does become one when a person
 * downloads the run, on any system, hence also no drive letters and no backslash segments that climb.
 */
export function normaliseFileName(name: string): string {
  const refuse = (reason: string): never => {
    throw new Problem('file.name', { name: name.slice(0, 200), reason });
  };
  if (Buffer.byteLength(name) > MAX_NAME_BYTES) refuse(`it has more than ${MAX_NAME_BYTES} bytes`);
  if (hasControlCharacter(name)) refuse('it holds a control character');
  if (name.startsWith('/') || name.startsWith('\\')) refuse('it starts at the root of the disk');
  if (/^[A-Za-z]:[\\/]/.test(name)) refuse('it names a drive');
  if (name.split(/[\\/]/).includes('..')) refuse('it leaves the run folder');
  const segments = name.split('/').filter((segment) => segment !== '' && segment !== '.');
  if (segments.length === 0) refuse('it is empty');
  if (segments.some((segment) => Buffer.byteLength(segment) > MAX_SEGMENT_BYTES)) refuse('one part of it is too long');
  return segments.join('/');
}

/** Each segment percent-encoded, for use in the path of an address. */
export function encodeFileName(name: string): string {
  return name.split('/').map(encodeURIComponent).join('/');
}

function hasControlCharacter(name: string): boolean {
  for (let i = 0; i < name.length; i++) {
    const code = name.charCodeAt(i);
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
}
