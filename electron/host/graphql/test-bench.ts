import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataPaths } from '#host/base';
import {
  closeWritable,
  openReadable,
  openWritable,
  type ReadableDb,
  runWriteCall,
  type WriteContext,
} from '#host/store';
import type { UnixMs } from '#shared/units';
import type { GraphqlAnswer } from './execute.ts';
import { graphqlReads, graphqlWrites, refusedAnswer } from './handlers.ts';
import type { RequestFacts } from './scope.ts';

type Data = Record<string, never>;

/** A store in a temporary folder with this room's handlers on it, as the two kinds of threads have them. */
export interface Bench {
  readonly db: ReadableDb;
  /** Wall clock of the bench; moved by assigning. */
  now: number;
  /** Data of a query; throws on any error in the answer. */
  query(text: string, variables?: object): Data;
  mutate(text: string, variables?: object, facts?: Partial<RequestFacts>): Data;
  /** The whole answer, errors too. */
  ask(
    text: string,
    variables?: object,
  ): { status: number; errors?: { message: string; path?: unknown }[]; data?: Data };
  /** Runs other rooms' writes in one transaction. */
  write<T>(work: (ctx: WriteContext) => T): T;
  close(): void;
}

export const FACTS: RequestFacts = {
  baseUrl: 'http://127.0.0.1:9999',
  username: 'ada',
  signingSecret: 'secret',
  hostVersion: '0.1.0',
};

export function openBench(): Bench {
  const root = mkdtempSync(join(tmpdir(), 'taffrail-graphql-'));
  const paths = dataPaths(root);
  const writable = openWritable(paths, () => Date.UTC(2026, 0, 1) as UnixMs);
  const db = openReadable(paths);
  const clock = (): UnixMs => bench.now as UnixMs;
  const run = <T>(work: (ctx: WriteContext) => T): T =>
    runWriteCall(writable, { work: (ctx) => work(ctx) }, { name: 'work', args: undefined }, clock).result as T;
  const read = (query: string, variables: object): GraphqlAnswer =>
    graphqlReads['graphql.query']({ db, now: clock }, { query, variables: { ...variables }, request: FACTS });
  const write = (query: string, variables: object, facts: RequestFacts): GraphqlAnswer => {
    try {
      return run((ctx) => graphqlWrites['graphql.mutate'](ctx, { query, variables: { ...variables }, request: facts }));
    } catch (error) {
      const answer = refusedAnswer(error);
      if (answer === undefined) throw error;
      return answer;
    }
  };
  const bench: Bench = {
    db,
    now: Date.UTC(2026, 0, 2),
    query: (text, variables = {}) => dataOf(read(text, variables)),
    mutate: (text, variables = {}, facts = {}) => dataOf(write(text, variables, { ...FACTS, ...facts })),
    ask(text, variables = {}) {
      const isMutation = /^\s*mutation/.test(text);
      const answer = isMutation ? write(text, variables, FACTS) : read(text, variables);
      return { status: answer.status, ...(JSON.parse(answer.body) as object) };
    },
    write: run,
    close() {
      db.close();
      closeWritable(writable);
      rmSync(root, { recursive: true });
    },
  };
  return bench;
}

function dataOf(answer: GraphqlAnswer): Data {
  const body = JSON.parse(answer.body) as { data: Data };
  if (answer.hasErrors) throw new Error(`${answer.body}\n${answer.bugs.join('\n')}`);
  return body.data;
}
