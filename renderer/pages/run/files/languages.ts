/** Languages by the ending of a file's name, as the highlighter calls them. */
const BY_ENDING: Readonly<Record<string, string>> = {
  py: 'python',
  pyi: 'python',
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  jsx: 'javascript',
  ts: 'typescript',
  tsx: 'typescript',
  sh: 'bash',
  bash: 'bash',
  yml: 'yaml',
  yaml: 'yaml',
  toml: 'ini',
  ini: 'ini',
  cfg: 'ini',
  c: 'c',
  h: 'c',
  cpp: 'cpp',
  cc: 'cpp',
  cu: 'cpp',
  rs: 'rust',
  go: 'go',
  r: 'r',
  sql: 'sql',
  md: 'markdown',
  html: 'xml',
  xml: 'xml',
  json: 'json',
  ipynb: 'json',
};

/** Longer texts take the highlighter too long. */
const MOST_CHARACTERS = 300_000;

/** The language that a file's text is coloured as; undefined = it is shown plain. */
export function languageOf(name: string, length: number): string | undefined {
  const ending = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  return length <= MOST_CHARACTERS && Object.hasOwn(BY_ENDING, ending) ? BY_ENDING[ending] : undefined;
}

/** Files that say how a run was made: saved code, packages, changes of the working tree. */
export function isCode(name: string): boolean {
  if (name === 'config.yaml' || name.startsWith('media/')) return false;
  const isNamed = name.startsWith('code/') || name === 'requirements.txt' || name === 'conda-environment.yaml';
  return isNamed || /\.(patch|diff|py|pyi|ipynb|js|mjs|ts|sh|c|h|cpp|cu|rs|go|r|ya?ml|toml)$/i.test(name);
}
