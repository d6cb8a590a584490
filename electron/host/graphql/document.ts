import { Problem } from '#shared/errors';
import {
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
} from 'graphql';
import { Lru } from './lru.ts';

/** Longest document that is read, characters: ten times the longest of the client. Bodies may be larger by their variables. */
const MAX_DOCUMENT_CHARS = 200_000;
/** Tokens, comments included; bounds the work of the parser. */
const MAX_TOKENS = 20_000;
/** The client sends about sixty different documents. */
const CACHED_DOCUMENTS = 256;
/** Longer documents are parsed each time, so that the memory stays bounded. */
const CACHED_CHARS = 32_000;

/**
 * DIFFERS: from the GraphQL specification, because clients of many versions declare `String` where another declares
 * `ID`, and leave variables or fragments unused. Values are still checked when they are used.
 */
const TOLERATED_RULES = new Set(['VariablesInAllowedPositionRule', 'NoUnusedVariablesRule', 'NoUnusedFragmentsRule']);
const RULES = specifiedRules.filter((rule) => !TOLERATED_RULES.has(rule.name));

const parsed = new Lru<DocumentNode>(CACHED_DOCUMENTS);
const validated = new WeakMap<DocumentNode, readonly GraphQLError[]>();

/** The parsed document. Errors: `graphql.syntax` names line and column. */
export function parseDocument(text: string): DocumentNode {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  if (text.length > MAX_DOCUMENT_CHARS) {
    throw new Problem('graphql.syntax', { reason: `The document has more than ${MAX_DOCUMENT_CHARS} characters.` });
  }
  const document = parseOrRefuse(text);
  if (text.length <= CACHED_CHARS) parsed.set(text, document);
  return document;
}

/** What is wrong with the document, as the GraphQL specification words it; empty when it can be run. */
export function validationErrors(schema: GraphQLSchema, document: DocumentNode): readonly GraphQLError[] {
  let errors = validated.get(document);
  if (errors === undefined) {
    errors = validate(schema, document, RULES, { maxErrors: 20, hideSuggestions: true });
    validated.set(document, errors);
  }
  return errors;
}

/** Which operation of the document is to run. Errors: `graphql.syntax` if that is not clear. */
export function chosenOperation(document: DocumentNode, operationName: string | undefined): OperationDefinitionNode {
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const name = operationName === '' ? undefined : operationName;
  const chosen = name === undefined ? operations : operations.filter((node) => node.name?.value === name);
  const only = chosen[0];
  if (only !== undefined && chosen.length === 1) return only;
  if (operations.length === 0) throw new Problem('graphql.syntax', { reason: 'The document has no operation.' });
  const reason =
    name === undefined
      ? 'operationName must say which of the operations to run.'
      : `Unknown operation named "${name}".`;
  throw new Problem('graphql.syntax', { reason });
}

function parseOrRefuse(text: string): DocumentNode {
  try {
    return parse(text, { noLocation: false, maxLexicalTokens: MAX_TOKENS });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const place = error.locations?.[0];
    const where = place === undefined ? '' : ` (line ${place.line}, column ${place.column})`;
    throw new Problem('graphql.syntax', { reason: `${error.message}${where}` });
  }
}
