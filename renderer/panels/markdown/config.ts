/** Own settings of a Markdown panel: the text itself, and a title when it is not the first heading. */
export interface MarkdownConfig {
  readonly text: string;
  readonly title?: string;
}

/** Reads saved settings; what is missing or damaged is as on a new panel. */
export function readMarkdownConfig(saved: unknown): MarkdownConfig {
  if (typeof saved !== 'object' || saved === null) return { text: '' };
  const { text, title } = saved as { text?: unknown; title?: unknown };
  return {
    text: typeof text === 'string' ? text : '',
    ...(typeof title === 'string' && title !== '' ? { title } : {}),
  };
}

/** The first heading of a text in plain words; undefined when it has none. */
export function firstHeading(text: string): string | undefined {
  const heading = /^#{1,6}[ \t]+(.+?)[ \t#]*$/m.exec(text.replaceAll(/^```[\s\S]*?^```/gm, ''))?.[1];
  return heading?.replaceAll(/[*_`]|\[([^\]]*)\]\([^)]*\)/g, '$1').slice(0, 120);
}

/** The text without a heading that it begins with: the panel's title says it already. */
export function withoutFirstHeading(text: string): string {
  return text.replace(/^\s*#{1,6}[ \t]+[^\n]*(\n|$)/, '');
}
