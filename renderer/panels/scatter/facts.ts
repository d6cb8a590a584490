import { columnOfId } from '#shared/api';
import { columnLabel } from '../columns/choices.ts';
import type { Lacking } from '../columns/axis-of.ts';
import { lackingWords } from '../columns/lacking-words.ts';
import type { ScatterConfig } from './config.ts';
import type { Scatter } from './series.ts';
import { strings } from './strings.ts';

/** Runs that have no point; one that lacks both columns counts for each. */
export function lackingCount({ lacking }: Scatter): number {
  return sumOf(lacking.x) + sumOf(lacking.y);
}

function sumOf({ missing, notNumeric, nonFinite, notPositive }: Lacking): number {
  return missing + notNumeric + nonFinite + notPositive;
}

/** What a reader must know about the picture: lines in it, and what is not in it and why. */
export function factsOf(scatter: Scatter, config: ScatterConfig, leftOutCount: number): readonly string[] {
  const { regression, frontier, lacking, xAxis, yAxis } = scatter;
  const not = [...lackingWords(lacking.x, xAxis.label), ...lackingWords(lacking.y, yAxis.label)];
  const hasLines = config.running !== 'none' || config.hasRegression || config.hasFrontier;
  const areNumbers = xAxis.kind === 'number' && yAxis.kind === 'number';
  const z = columnOfId(config.z ?? '');
  return [
    ...(regression === undefined ? [] : [strings.regression(regression, config.isXLog, config.isYLog)]),
    ...(frontier.length === 0 ? [] : [strings.frontier(frontier.length)]),
    ...(hasLines && !areNumbers ? [strings.noLines] : []),
    ...(not.length === 0 ? [] : [strings.notDrawn(not.join(', '))]),
    ...(lacking.z === 0 || z === undefined ? [] : [strings.noZ(lacking.z, columnLabel(z))]),
    ...(leftOutCount === 0 ? [] : [strings.leftOut(leftOutCount)]),
  ];
}
