import { nativeBridge } from '#ui/widgets';

/** True in the desktop window: a browser's page is never told where a file lies. */
export function canSeePaths(): boolean {
  return nativeBridge()?.pathOfFile !== undefined;
}

/** Where the first dropped thing lies: a file's place, or a text that was dragged from a terminal or file manager. */
export function droppedPath(data: DataTransfer): string | undefined {
  const [file] = data.files;
  if (file !== undefined) {
    const path = nativeBridge()?.pathOfFile(file) ?? '';
    if (path !== '') return path;
  }
  const text = (data.getData('text/uri-list') || data.getData('text/plain')).split('\n')[0]?.trim() ?? '';
  if (text.startsWith('file://')) return pathOfUrl(text);
  return /^(\/|~|[A-Za-z]:[\\/])/.test(text) ? text : undefined;
}

function pathOfUrl(text: string): string | undefined {
  try {
    const path = decodeURIComponent(new URL(text).pathname);
    return /^\/[A-Za-z]:/.test(path) ? path.slice(1) : path;
  } catch {
    // Not an address after all.
    return undefined;
  }
}

/** True for the path of a bundle: a zip file. */
export function isBundlePath(path: string): boolean {
  return /\.zip["']?$/i.test(path.trim());
}

/** The first dropped file when it is a bundle: its bytes can be sent where its place is not known. */
export function droppedBundle(data: DataTransfer): File | undefined {
  const [file] = data.files;
  return file !== undefined && isBundlePath(file.name) ? file : undefined;
}
