const PLAIN = 'text/plain; charset=utf-8';

// Source code and settings are text to read, never something a browser would run.
const TEXT_EXTENSIONS =
  'bash bat c cc cfg conf cpp cs css diff go h hpp ini ipynb java jl js jsx kt log lua m md mjs out patch pl ps1 py ' +
  'pyi r rb rs rst sass scala scss sh sql swift tex toml ts tsx txt yaml yml zsh';

const TYPES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(TEXT_EXTENSIONS.split(' ').map((extension) => [extension, PLAIN])),
  csv: 'text/csv; charset=utf-8',
  tsv: 'text/tab-separated-values; charset=utf-8',
  json: 'application/json',
  html: 'text/html; charset=utf-8',
  htm: 'text/html; charset=utf-8',
  xml: 'application/xml',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  bmp: 'image/bmp',
  ico: 'image/x-icon',
  tif: 'image/tiff',
  tiff: 'image/tiff',
  avif: 'image/avif',
  mp4: 'video/mp4',
  webm: 'video/webm',
  ogv: 'video/ogg',
  mov: 'video/quicktime',
  wav: 'audio/wav',
  mp3: 'audio/mpeg',
  ogg: 'audio/ogg',
  flac: 'audio/flac',
  m4a: 'audio/mp4',
  pdf: 'application/pdf',
  zip: 'application/zip',
  gz: 'application/gzip',
  tar: 'application/x-tar',
  glb: 'model/gltf-binary',
  gltf: 'model/gltf+json',
  obj: PLAIN,
  stl: 'model/stl',
  pdb: PLAIN,
  parquet: 'application/vnd.apache.parquet',
};

/** The type under which a file of this name is served; bytes of unknown kind are never guessed at. */
export function mediaTypeOf(name: string): string {
  const extension = /\.([A-Za-z0-9]+)$/.exec(name)?.[1]?.toLowerCase();
  const type = extension !== undefined && Object.hasOwn(TYPES, extension) ? TYPES[extension] : undefined;
  return type ?? 'application/octet-stream';
}
