import type { ReadContext, WriteContext } from '#host/store';
import { Problem } from '#shared/errors';
import { executeCall, type GraphqlAnswer, type GraphqlCall } from './execute.ts';
import type { Scope } from './scope.ts';

/** Queries; all that one query reads is of one moment. */
export const graphqlReads = {
  'graphql.query': (ctx: ReadContext, call: GraphqlCall): GraphqlAnswer => {
    const scope: Scope = { db: ctx.db, request: call.request, now: () => ctx.now() };
    const isOurs = !ctx.db.inTransaction;
    if (isOurs) ctx.db.exec('BEGIN');
    try {
      return executeCall(call, 'query', scope);
    } finally {
      if (isOurs && ctx.db.inTransaction) ctx.db.exec('COMMIT');
    }
  },
} as const;

/** Mutations; a mutation that answers with an error has changed nothing. */
export const graphqlWrites = {
  'graphql.mutate': (ctx: WriteContext, call: GraphqlCall): GraphqlAnswer => {
    const scope: Scope = { db: ctx.db, request: call.request, now: () => ctx.now(), write: ctx };
    const answer = executeCall(call, 'mutation', scope);
    // Throwing is what undoes the transaction; the route unpacks the answer again.
    if (answer.hasErrors) throw refusal(answer);
    return answer;
  },
} as const;

function refusal(answer: GraphqlAnswer): Problem {
  return new Problem('graphql.refused', {
    answerStatus: answer.status,
    body: answer.body,
    bugs: answer.bugs.join('\n'),
  });
}

/** The answer inside a refused mutation; undefined if the error is something else. */
export function refusedAnswer(error: unknown): GraphqlAnswer | undefined {
  if (!(error instanceof Problem) || error.code !== 'graphql.refused') return undefined;
  const { answerStatus, body, bugs } = error.details;
  return {
    status: answerStatus === 400 ? 400 : 200,
    body: String(body),
    hasErrors: true,
    bugs: bugs === '' ? [] : [String(bugs)],
  };
}
