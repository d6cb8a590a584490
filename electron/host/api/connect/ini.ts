/** The client reads this section and no other. Source: wandb 0.31, sdk/lib/settings_file.py (configparser). */
const SECTION = '[default]';
const KEY = /^\s*base_url\s*[=:]\s*(.*?)\s*$/i;

/** `base_url` of a client settings file; undefined when it sets none. */
export function readBaseUrl(text: string): string | undefined {
  const line = baseUrlLine(text.split(/\r?\n/));
  return line === undefined ? undefined : KEY.exec(line.text)?.[1];
}

/** The settings file with `base_url` set, or without it (undefined); every other line stays as it is. */
export function withBaseUrl(text: string, baseUrl: string | undefined): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = text === '' ? [] : text.split(/\r?\n/);
  const known = baseUrlLine(lines);
  if (known !== undefined) {
    lines.splice(known.index, 1, ...(baseUrl === undefined ? [] : [`base_url = ${baseUrl}`]));
  } else if (baseUrl !== undefined) {
    const section = lines.findIndex((line) => line.trim() === SECTION);
    if (section >= 0) lines.splice(section + 1, 0, `base_url = ${baseUrl}`);
    else lines.splice(0, 0, SECTION, `base_url = ${baseUrl}`, ...(lines.length === 0 ? [''] : []));
  }
  return lines.join(eol);
}

function baseUrlLine(lines: readonly string[]): { readonly index: number; readonly text: string } | undefined {
  let isInSection = false;
  for (const [index, text] of lines.entries()) {
    if (/^\s*\[/.test(text)) isInSection = text.trim() === SECTION;
    else if (isInSection && KEY.test(text)) return { index, text };
  }
  return undefined;
}
