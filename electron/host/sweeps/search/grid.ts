import type { ConfigValue } from '../config/value.ts';
import { gridValues, type Point, type Space } from './space.ts';

/** Every combination of a space, numbered; the last parameter changes fastest. */
export interface Grid {
  /** May be beyond 2^53 and even Infinity: then nobody will see its end. */
  readonly size: number;
  at(index: number): Point;
}

/** undefined if a parameter has no end of values. */
export function gridOf(space: Space): Grid | undefined {
  const axes: (readonly ConfigValue[])[] = [];
  for (const { domain } of space) {
    const values = gridValues(domain);
    if (values === undefined) return undefined;
    axes.push(values);
  }
  const size = axes.reduce((product, axis) => product * axis.length, 1);
  const at = (index: number): Point => {
    let rest = index;
    const point = axes.map((): ConfigValue => null);
    for (let i = axes.length - 1; i >= 0; i -= 1) {
      const axis = axes[i] ?? [];
      point[i] = axis[rest % axis.length] ?? null;
      rest = Math.floor(rest / axis.length);
    }
    return point;
  };
  return { size, at };
}
