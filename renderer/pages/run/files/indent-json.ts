/** A text in quotes, or a mark of structure, or a run of anything else (numbers, words). */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/g;

/**
 * JSON with a line for each value, each value spelled as in the file: big integers, `1.0` and NaN stay what they are,
 * which a parser would change. Texts that are no JSON come back with other line breaks at most.
 */
export function indentJson(text: string): string {
  const tokens = text.match(TOKEN) ?? [];
  const out: string[] = [];
  let depth = 0;
  const newLine = (): void => void out.push('\n', '  '.repeat(depth));
  tokens.forEach((token, i) => {
    if (token === '}' || token === ']') {
      depth = Math.max(0, depth - 1);
      if (!isOpening(tokens[i - 1])) newLine();
    } else if (isOpening(tokens[i - 1])) newLine();
    out.push(token);
    if (isOpening(token)) depth += 1;
    else if (token === ',') newLine();
    else if (token === ':') out.push(' ');
    else if (depth === 0 && i < tokens.length - 1) newLine();
  });
  return out.join('');
}

function isOpening(token: string | undefined): boolean {
  return token === '{' || token === '[';
}
