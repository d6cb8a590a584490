import type { RunFile } from '#shared/api';
import { playedKind } from '#ui/panels';

/** A folder or a file of the tree, as one line. */
export type FileRow =
  | {
      readonly kind: 'folder';
      readonly path: string;
      readonly name: string;
      readonly depth: number;
      readonly fileCount: number;
      readonly sizeBytes: number;
    }
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly name: string;
      readonly depth: number;
      readonly file: RunFile;
    };

interface Folder {
  readonly folders: Map<string, Folder>;
  readonly files: RunFile[];
  fileCount: number;
  sizeBytes: number;
}

const byName = new Intl.Collator('en', { numeric: true });

/** Lines of the tree: folders first, then files, by name; what lies in a closed folder is left out. */
export function fileRows(files: readonly RunFile[], closed: ReadonlySet<string>): FileRow[] {
  const root = newFolder();
  for (const file of files) addFile(root, file);
  const rows: FileRow[] = [];
  const visit = (folder: Folder, parent: string, depth: number): void => {
    for (const [name, child] of [...folder.folders].sort(([a], [b]) => byName.compare(a, b))) {
      const path = `${parent}${name}`;
      rows.push({ kind: 'folder', path, name, depth, fileCount: child.fileCount, sizeBytes: child.sizeBytes });
      if (!closed.has(path)) visit(child, `${path}/`, depth + 1);
    }
    for (const file of folder.files.sort((a, b) => byName.compare(a.name, b.name))) {
      rows.push({ kind: 'file', path: file.name, name: file.name.slice(parent.length), depth, file });
    }
  };
  visit(root, '', 0);
  return rows;
}

function newFolder(): Folder {
  return { folders: new Map(), files: [], fileCount: 0, sizeBytes: 0 };
}

function addFile(root: Folder, file: RunFile): void {
  const parts = file.name.split('/');
  let folder = root;
  for (const part of parts.slice(0, -1)) {
    const next = folder.folders.get(part) ?? newFolder();
    folder.folders.set(part, next);
    next.fileCount += 1;
    next.sizeBytes += file.sizeBytes;
    folder = next;
  }
  folder.files.push(file);
}

/** How a file can be shown; `none` leaves only the download. */
export function previewKind(file: RunFile): 'image' | 'played' | 'patch' | 'json' | 'text' | 'none' {
  const name = file.name.toLowerCase();
  if (/\.(png|jpe?g|gif|webp|bmp|avif|svg)$/.test(name)) return 'image';
  if (playedKind(name) !== undefined) return 'played';
  if (/\.(patch|diff)$/.test(name)) return 'patch';
  if (/\.(json|ipynb)$/.test(name)) return 'json';
  if (file.mimetype.startsWith('text/') && !name.endsWith('.html')) return 'text';
  const isText = /\.(txt|log|ya?ml|py|toml|cfg|ini|md|csv|tsv|sh|js|ts|html|xml|jsonl|c|h|cpp|rs|go|r|lock)$/.test(
    name,
  );
  return isText || /(^|\/)(requirements|Dockerfile|LICENSE|README)[^/]*$/i.test(file.name) ? 'text' : 'none';
}
