import { isJsonObject, parseExtended, stringifyExtended } from '#shared/wire';
import type { ResumePoint } from './resume.ts';

/** What a run had before this journal, which its documents are put over. */
export type EarlierPart = Pick<ResumePoint, 'config' | 'summary'>;

/** The config with what an earlier part of the run had; see `findResumePoint`. */
export function configWith(earlier: EarlierPart | undefined, text: string): string {
  const config = earlier === undefined ? undefined : parseExtended(text);
  if (earlier === undefined || !isJsonObject(config)) return text;
  const wrapped = Object.entries(earlier.config).map(([key, value]) => [key, { value }] as const);
  return stringifyExtended({ ...Object.fromEntries(wrapped), ...config });
}

/** The summary likewise. */
export function summaryWith(earlier: EarlierPart | undefined, text: string): string {
  const summary = earlier === undefined ? undefined : parseExtended(text);
  if (earlier === undefined || !isJsonObject(summary)) return text;
  return stringifyExtended({ ...earlier.summary, ...summary });
}
