/** Lines of the entry of one machine: from its `machine` line to the next entry. */
interface Entry {
  readonly from: number;
  readonly to: number;
}

/** The whole entry of a machine as it stands in a netrc text; undefined when there is none. */
export function readEntry(text: string, machine: string): string | undefined {
  const lines = text.split('\n');
  const entry = findEntry(lines, machine);
  return entry === undefined ? undefined : lines.slice(entry.from, entry.to).join('\n');
}

/** The password of a machine's entry. */
export function readPassword(text: string, machine: string): string | undefined {
  return /\bpassword\s+("?)([^\s"]+)\1/.exec(readEntry(text, machine) ?? '')?.[2];
}

/**
 * The netrc text with the entry of a machine replaced, added at the end, or taken out (undefined); other entries stay
 * as they are. Source: wandb 0.31, sdk/lib/wbauth/wbnetrc.py: the machine is host and port.
 */
export function withEntry(text: string, machine: string, entry: string | undefined): string {
  const lines = text.split('\n');
  const known = findEntry(lines, machine);
  const added = entry === undefined ? [] : entry.split('\n');
  if (known !== undefined) {
    lines.splice(known.from, known.to - known.from, ...added);
    return lines.join('\n');
  }
  if (entry === undefined) return text;
  // `default` must stay last: what follows it is never looked at.
  const last = lines.findIndex((line) => /^\s*default\b/.test(line));
  if (last >= 0) {
    lines.splice(last, 0, ...added);
    return lines.join('\n');
  }
  return `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${entry}\n`;
}

export function netrcEntry(machine: string, key: string): string {
  return `machine ${machine}\n  login user\n  password ${key}`;
}

function findEntry(lines: readonly string[], machine: string): Entry | undefined {
  const from = lines.findIndex((line) => machineOf(line) === machine);
  if (from < 0) return undefined;
  let to = from + 1;
  while (to < lines.length && !/^\s*(machine|default|macdef)\b/.test(lines[to] ?? '')) to += 1;
  // Blank lines and comments before the next entry belong to the file, not to this entry.
  while (to > from + 1 && /^\s*(#.*)?$/.test(lines[to - 1] ?? '')) to -= 1;
  return { from, to };
}

function machineOf(line: string): string | undefined {
  return /^\s*machine\s+(["']?)([^\s"']+)\1/.exec(line)?.[2];
}
