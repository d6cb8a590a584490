import { callerFor, type HostContext } from '#host/base';
import { Problem } from '#shared/errors';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { chosenOperation, parseDocument } from './document.ts';
import type { GraphqlAnswer, GraphqlCall } from './execute.ts';
import { type graphqlReads, type graphqlWrites, refusedAnswer } from './handlers.ts';

/** `wandb verify` sends 10 MB; summaries and configs of the largest runs seen are below 40 MB. */
const BODY_LIMIT_BYTES = 64 * 1024 * 1024;

/** `POST /graphql`: queries go to a reader thread, mutations to the writer thread. */
export function registerGraphqlRoutes(app: FastifyInstance, host: HostContext): void {
  const readers = callerFor<typeof graphqlReads>(host.readers);
  const writer = callerFor<typeof graphqlWrites>(host.writer);

  app.post('/graphql', { bodyLimit: BODY_LIMIT_BYTES }, async (request, reply) => {
    const call = callOf(request, host);
    const { operation } = chosenOperation(parseDocument(call.query), call.operationName);
    if (operation === 'query') {
      const signal = abortWith(reply);
      return send(reply, host, await readers.call('graphql.query', call, { signal }));
    }
    if (operation === 'subscription') throw new Problem('graphql.unsupported', { what: 'GraphQL subscriptions' });
    return send(reply, host, await writer.call('graphql.mutate', call).catch(answerOrThrow));
  });
}

function answerOrThrow(error: unknown): GraphqlAnswer {
  const answer = refusedAnswer(error);
  if (answer === undefined) throw error;
  return answer;
}

function send(reply: FastifyReply, host: HostContext, answer: GraphqlAnswer): FastifyReply {
  for (const bug of answer.bugs) host.log.error('a GraphQL resolver failed', { stack: bug });
  return reply.code(answer.status).header('content-type', 'application/json; charset=utf-8').send(answer.body);
}

/** Aborts when the client goes away, so that a waiting query is not run for nobody. */
function abortWith(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort();
  });
  return controller.signal;
}

function callOf(request: FastifyRequest, host: HostContext): GraphqlCall {
  const body = objectOf(request.body, 'body');
  if (typeof body.query !== 'string') throw invalidField('query', 'must be a text');
  const { operationName } = body;
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string') {
    throw invalidField('operationName', 'must be a text');
  }
  const writer = writerOf(request);
  const clientVersion = /^W&B \w+ Client (\d[\w.]*)/.exec(request.headers['user-agent'] ?? '')?.[1];
  return {
    query: body.query,
    ...(body.variables === undefined || body.variables === null
      ? {}
      : { variables: objectOf(body.variables, 'variables') }),
    ...(typeof operationName === 'string' ? { operationName } : {}),
    request: {
      baseUrl: request.baseUrl,
      username: request.claimedUsername ?? host.settings.username,
      signingSecret: host.signingSecret,
      hostVersion: host.version,
      ...(writer === undefined ? {} : { writer }),
      ...(clientVersion === undefined ? {} : { clientVersion }),
    },
  };
}

/** Shared mode: several processes write to one run, each under its own id. */
function writerOf(request: FastifyRequest): string | undefined {
  const id = request.headers['x-wandb-client-id'];
  const isShared = request.headers['x-wandb-use-async-filestream'] === 'true';
  return isShared && typeof id === 'string' && id !== '' ? id : undefined;
}

function objectOf(value: unknown, field: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalidField(field, 'must be a JSON object');
  }
  return value as Readonly<Record<string, unknown>>;
}

function invalidField(field: string, reason: string): Problem {
  return new Problem('body.invalid', { field, reason });
}
