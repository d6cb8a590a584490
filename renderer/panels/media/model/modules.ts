/** A module as PyTorch prints it: its class, and the modules inside it by name. */
export interface PrintedModule {
  /** Name in the module around it; `0-11` where several that are alike are printed once. */
  readonly name: string;
  readonly type: string;
  /** Class and arguments as printed, without what is inside. */
  readonly text: string;
  readonly children: readonly PrintedModule[];
}

const CHILD = /^\s*\(([^)]+)\): (?:\d+ x )?(.*)$/;

/** Reads what `str(module)` gives. Source: torch.nn.Module.__repr__ and ModuleList.__repr__ (torch 2). */
export function readPrinted(text: string, name = ''): PrintedModule {
  const lines = text.split('\n');
  const [head = '', ...rest] = lines;
  const children: PrintedModule[] = [];
  const extra: string[] = [];
  let at = 0;
  while (at < rest.length) {
    const line = rest[at] ?? '';
    const match = CHILD.exec(line);
    let end = at + 1;
    if (match === null) {
      if (line.trim() !== ')' && line.trim() !== '') extra.push(line.trim());
    } else {
      const depth = depthOf(line);
      while (end < rest.length && depthOf(rest[end] ?? '') > depth) end += 1;
      // A module with others inside closes on a line as deep as it opened.
      if ((rest[end] ?? '').trim() === ')' && depthOf(rest[end] ?? '') === depth) end += 1;
      const [, inner = '', body = ''] = match;
      children.push(readPrinted([body, ...rest.slice(at + 1, end)].join('\n'), inner));
    }
    at = end;
  }
  const type = /^[^(]*/.exec(head)?.[0].trim() ?? '';
  const own = extra.length === 0 ? type : `${type}(${extra.join(' ')})`;
  const plain = children.length === 0 && extra.length === 0 ? head : own;
  return { name, type, text: plain, children };
}

function depthOf(line: string): number {
  return line.length - line.trimStart().length;
}
