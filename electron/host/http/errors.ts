import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '#host/base';
import { Problem, type ProblemCode } from '#shared/errors';

/** How a failure is written: each of the three kinds of client reads another form (protocol 2.3, 4). */
type ErrorShape = 'graphql' | 'file-stream' | 'api';

// Seconds after which a client may try again, for passing troubles; the client obeys it instead of its own waits.
const RETRY_AFTER_SECONDS: Partial<Record<ProblemCode, number>> = {
  'store.busy': 1,
  'host.starting': 2,
  'host.stopping': 2,
};
const RETRY_AFTER_ELSE_SECONDS = 15;

/** Answers with a Problem: its status, the body in the form that this path's clients read, and when to try again. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  if (problem.status === 503) {
    reply.header('Retry-After', RETRY_AFTER_SECONDS[problem.code] ?? RETRY_AFTER_ELSE_SECONDS);
  }
  return reply
    .code(problem.status)
    .header('Cache-Control', 'no-store')
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(bodyFor(shapeOf(request.url), problem)));
}

/** Any error of a route as the Problem to answer with; bugs are logged here, once, and nowhere else. */
export function problemOf(error: unknown, request: FastifyRequest, log: Logger): Problem {
  const problem = error instanceof Problem ? error : fromServer(error, request);
  if (problem.code === 'internal') {
    const stack = error instanceof Error ? error.stack : undefined;
    log.error('a request failed inside Taffrail', {
      method: request.method,
      route: request.routeOptions.url,
      reason: problem.message,
      stack: stack?.slice(0, 4000),
    });
  }
  return problem;
}

function bodyFor(shape: ErrorShape, problem: Problem): unknown {
  if (shape === 'graphql') {
    return { errors: [{ message: problem.message, extensions: { code: problem.code, tip: problem.toData().tip } }] };
  }
  return { error: shape === 'file-stream' ? problem.message : problem.toData() };
}

function shapeOf(url: string): ErrorShape {
  const path = url.split('?', 1)[0] ?? '';
  if (path === '/graphql') return 'graphql';
  return path.endsWith('/file_stream') ? 'file-stream' : 'api';
}

/** What fastify itself refuses, in our words. Source: fastify 5, `lib/errors.js`. */
function fromServer(error: unknown, request: FastifyRequest): Problem {
  const reason = error instanceof Error ? error.message : String(error);
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  if (statusCode === 413) return new Problem('body.too-large', { limitBytes: request.routeOptions.bodyLimit ?? 0 });
  if (statusCode === 415) {
    const got = request.headers['content-type'] ?? 'none';
    return new Problem('body.invalid', { field: 'Content-Type', reason: `${got} is not understood here` });
  }
  if (code === 'FST_ERR_BAD_URL') return new Problem('route.unknown', { method: request.method, path: request.url });
  if (statusCode === 400) return new Problem('body.malformed', { reason });
  if (statusCode === 503) return new Problem('host.stopping');
  return new Problem('internal', { reason }, { cause: error });
}
