import { sortSqliteError } from '#host/store';
import { Problem } from '#shared/errors';
import { executeSync, type ExecutionResult, GraphQLError } from 'graphql';
import { chosenOperation, parseDocument, validationErrors } from './document.ts';
import { taffrailSchema } from './schema.ts';
import type { RequestFacts, Scope } from './scope.ts';

/** One request as it goes to a thread. */
export interface GraphqlCall {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
  readonly request: RequestFacts;
}

/** `body` is the whole answer as JSON text. `bugs` are stacks of errors that are our fault, for the log. */
export interface GraphqlAnswer {
  readonly status: 200 | 400;
  readonly body: string;
  readonly hasErrors: boolean;
  readonly bugs: readonly string[];
}

/**
 * Runs one operation to its end in this thread.
 * Errors: a passing trouble (`store.busy` and the like, status 503) is thrown, so that the client sends again; every
 * other failure of a resolver is part of the answer, beside the path where it happened.
 */
export function executeCall(call: GraphqlCall, kind: 'query' | 'mutation', scope: Scope): GraphqlAnswer {
  const schema = taffrailSchema();
  const document = parseDocument(call.query);
  const invalid = validationErrors(schema, document);
  if (invalid.length > 0) return answerOf(400, { errors: invalid }, []);
  const operation = chosenOperation(document, call.operationName);
  if (operation.operation !== kind) throw new Error(`a ${operation.operation} came to the thread for ${kind}`);
  const result = executeSync({
    schema,
    document,
    variableValues: withoutNullMembers(call.variables ?? {}),
    operationName: operation.name?.value ?? null,
    contextValue: scope,
    hideSuggestions: true,
  });
  const bugs = sortErrors(result.errors ?? []);
  // No `data` at all: the variables do not fit the operation, nothing was run.
  return answerOf('data' in result ? 200 : 400, result, bugs);
}

/**
 * Drops members that are null inside the variables' objects: null means "not given" in every input of this schema, and
 * a newer client may name members that are not known here as long as it does not use them.
 */
function withoutNullMembers(variables: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, trimmed(value)]));
}

function trimmed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(trimmed);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([name, member]) => [name, trimmed(member)]));
}

/** Throws what must be tried again, collects what is our fault. */
function sortErrors(errors: readonly GraphQLError[]): string[] {
  const bugs: string[] = [];
  for (const error of errors) {
    const original = error.originalError;
    if (original === undefined || original instanceof GraphQLError) continue;
    const problem = original instanceof Problem ? original : sortSqliteError(original);
    if (problem === undefined) bugs.push(original.stack ?? original.message);
    // An agent ends by a 404 of its own calls, and by nothing else.
    else if (problem.status === 503 || problem.code === 'sweep.unknown') throw problem;
  }
  return bugs;
}

function answerOf(status: 200 | 400, result: ExecutionResult, bugs: readonly string[]): GraphqlAnswer {
  const errors = result.errors ?? [];
  const body: Record<string, unknown> = {};
  if (errors.length > 0) body.errors = errors.map(errorData);
  if ('data' in result) body.data = result.data;
  return { status, body: JSON.stringify(body), hasErrors: errors.length > 0, bugs };
}

function errorData(error: GraphQLError): Record<string, unknown> {
  const original = error.originalError;
  const extensions =
    original instanceof Problem ? { extensions: { code: original.code, tip: original.toData().tip } } : {};
  return { message: error.message, ...pathAndPlace(error), ...extensions };
}

function pathAndPlace(error: GraphQLError): Record<string, unknown> {
  const { path, locations } = error;
  return { ...(path === undefined ? {} : { path }), ...(locations === undefined ? {} : { locations }) };
}
