import { isJsonObject, type JsonValue, parseExtended, stringifyExtended } from '#shared/wire';
import { seededRng } from './demo/rng.ts';
import { entityOf, type TestHost } from './host.ts';
import { answers, begin, call, graphql, type Json, post, put } from './sync.ts';
import { logArtifact, readNewest } from './sync-artifacts.ts';

const ENDS = [
  { complete: true, exitcode: 0 },
  { complete: true, exitcode: 1 },
  { complete: true, exitcode: 255 },
  // Still going on.
  {},
];

let artifacts: Promise<void> = Promise.resolve();

/** Logs the run of a seed through the wire: rows with every form of number, pictures, output, files, artifacts, a sweep. */
export async function logSeed(host: TestHost, number: number, sweep: string): Promise<string> {
  const random = seededRng(number).next;
  const pick = (count: number): number => Math.floor(random() * count);
  const run = `seed-${number}`;
  await begin(host, run, pick(3) === 0 ? sweep : undefined);
  const picture = `media/images/look_0_${number}.png`;
  await post(host, run, { files: linesOf(picture, random) });
  await put(host, run, picture, `png ${number}`);
  for (let i = pick(3); i > 0; i--) await put(host, run, `notes/${i}.txt`, `bytes ${i} of ${run}`.repeat(1 + pick(50)));
  const [makes, reads] = [pick(4) === 0, pick(5) === 0];
  const [made, weights, read] = [`model-${pick(5)}`, `weights ${pick(20)}`, `model-${pick(5)}`];
  // One after the other: two drafts of the same content at once would be two versions here, and one over there.
  artifacts = artifacts.then(async () => {
    if (makes) await logArtifact(host, run, made, weights);
    if (reads) await readNewest(host, run, read);
  });
  await artifacts;
  await post(host, run, ENDS[pick(ENDS.length)]);
  return run;
}

function linesOf(picture: string, random: () => number): Record<string, { offset: number; content: string[] }> {
  const pick = (count: number): number => Math.floor(random() * count);
  const count = 1 + pick(60);
  const line = (step: number): string => {
    const extra = [
      `"loss":${random()}`,
      `"big":${2 ** 53 + step * 2}`,
      '"nan":NaN',
      `"text":"line \\"${step}\\" ü"`,
      `"h":{"_type":"histogram","values":[1,2],"bins":[0,1,2]}`,
      `"nested":{"a":${step},"b":{"c":-0.0}}`,
    ].filter(() => pick(3) > 0);
    const look =
      step === 0 ? [`"look":{"_type":"image-file","path":"${picture}","sha256":"x","size":4,"format":"png"}`] : [];
    return `{${[`"_step":${step}`, `"_timestamp":${1_700_000_000 + step}`, `"_runtime":${step}`, ...extra, ...look].join(',')}}`;
  };
  const files: Record<string, { offset: number; content: string[] }> = {
    'wandb-history.jsonl': { offset: 0, content: Array.from({ length: count }, (_, step) => line(step)) },
    'wandb-summary.json': { offset: 0, content: [`{"loss":${random()},"x":NaN,"n":${count},"deep":{"k":[1,null]}}`] },
  };
  if (pick(2) === 0) {
    const event = (i: number): string => `{"system.cpu":${i},"_timestamp":${1_700_000_000 + i}.5,"_runtime":${i}.5}`;
    files['wandb-events.jsonl'] = { offset: 0, content: Array.from({ length: 1 + pick(9) }, (_, i) => event(i)) };
  }
  if (pick(3) > 0) {
    const word = (i: number): string => `${i % 3 === 0 ? 'ERROR ' : ''}2026-01-01T00:00:00.00000${i % 10} say ${i}`;
    files['output.log'] = { offset: 0, content: Array.from({ length: pick(30) }, (_, i) => word(i)) };
  }
  return files;
}

/** A sweep over a rate; returns its name. */
export async function makeSweep(host: TestHost, displayName: string): Promise<string> {
  const config = 'method: random\nmetric: {name: loss, goal: minimize}\nparameters:\n  lr: {min: 0.1, max: 0.3}\n';
  const made = await graphql<{ upsertSweep: { sweep: { name: string } } }>(
    host,
    `
      mutation S($entity: String!, $config: String!, $displayName: String) {
        upsertSweep(input: { entityName: $entity, projectName: "p", config: $config, displayName: $displayName }) {
          sweep {
            name
          }
        }
      }
    `,
    { entity: await entityOf(host.address), config, displayName },
  );
  return made.upsertSweep.sweep.name;
}

/** Members that one store alone gives a meaning to: its row ids, its clock, its order, its ids of sweeps. */
const OWN = new Set(['id', 'at', 'createdAt', 'updatedAt', 'heartbeatAt', 'startedAt', 'finishedAt', 'durationMs']);
const OWN_OF_RUNS = new Set(['ordinal', 'sweep', 'sizeBytes', 'stateReason', 'lastSeenAt']);

/** Everything that is read of a run, its rows with their keys in order: no JSON object has one. */
export async function readOf(host: TestHost, run: string): Promise<Json> {
  const { history, events, config, summaryMetrics, ...rest } = await answers(host, run);
  const lines = (value: unknown): string[] => (value as string[]).map(inOrder);
  return {
    ...rest,
    history: lines(history),
    events: lines(events),
    config: inOrder(String(config)),
    summary: inOrder(String(summaryMetrics)),
  };
}

function inOrder(text: string): string {
  const sorted = (value: JsonValue): JsonValue => {
    if (Array.isArray(value)) return value.map(sorted);
    if (!isJsonObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, member]) => [key, sorted(member)]),
    );
  };
  return stringifyExtended(sorted(parseExtended(text)));
}

/** What a page of the run shows, without what means one store only. */
export async function pagesOf(host: TestHost, run: string): Promise<Json> {
  const entity = await entityOf(host.address);
  const at = `/api/runs/${entity}/p/${run}`;
  const [detail, files, artifacts] = await Promise.all([
    call(host, 'GET', at),
    call(host, 'GET', `${at}/files`),
    call(host, 'GET', `${at}/artifacts`),
  ]);
  return { detail: portable(detail), files: portable(files), artifacts: portable(artifacts) };
}

/** An answer without what means one store only. */
export function portable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(portable);
  if (typeof value !== 'object' || value === null) return value;
  const left = Object.entries(value).filter(([key]) => !OWN.has(key) && !OWN_OF_RUNS.has(key));
  return Object.fromEntries(left.map(([key, member]) => [key, portable(member)]));
}
