import { seededRng } from '../support/demo/rng.ts';

/** file_stream bodies of `rows` history rows each: `steps` steps of `keys` metrics. */
export function historyBodies(steps: number, keys: number, rows = 1000, seed = 1): string[] {
  const rng = seededRng(seed);
  const names = Array.from({ length: keys }, (_, i) => `metric/${i}`);
  const bodies: string[] = [];
  for (let offset = 0; offset < steps; offset += rows) {
    const content = Array.from({ length: Math.min(rows, steps - offset) }, (_, i) => {
      const step = offset + i;
      const row: Record<string, number> = { _step: step, _runtime: step * 0.1, _timestamp: 1.7e9 + step * 0.1 };
      for (const name of names) row[name] = Math.exp(-step / steps) + 0.01 * rng.normal();
      return JSON.stringify(row);
    });
    bodies.push(JSON.stringify({ files: { 'wandb-history.jsonl': { offset, content } } }));
  }
  return bodies;
}
