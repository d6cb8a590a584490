import {
  buildSchema,
  GraphQLError,
  GraphQLObjectType,
  type GraphQLScalarType,
  type GraphQLSchema,
  isAbstractType,
} from 'graphql';
import { RESOLVERS, TYPE_RESOLVERS } from './resolvers/index.ts';
import { SDL } from './schema/index.ts';
import type { Resolver, Scope } from './scope.ts';

let built: GraphQLSchema | undefined;

/** The executable schema, built on first use in each thread (about 10 ms). */
export function taffrailSchema(): GraphQLSchema {
  return (built ??= makeSchema());
}

function makeSchema(): GraphQLSchema {
  const schema = buildSchema(SDL);
  for (const [typeName, fields] of Object.entries(RESOLVERS)) {
    const type = schema.getType(typeName);
    if (!(type instanceof GraphQLObjectType)) throw new Error(`resolvers for unknown type ${typeName}`);
    attach(type, fields);
  }
  for (const [name, resolve] of Object.entries(TYPE_RESOLVERS)) {
    const type = schema.getType(name);
    if (!isAbstractType(type)) throw new Error(`${name} is no interface or union`);
    type.resolveType = (value) => resolve(value as never);
  }
  for (const [name, check] of Object.entries(INPUT_CHECKS)) {
    const scalar = schema.getType(name) as GraphQLScalarType | undefined;
    if (scalar === undefined) throw new Error(`no scalar ${name}`);
    scalar.coerceInputValue = check;
  }
  return schema;
}

function attach(type: GraphQLObjectType, resolvers: Readonly<Record<string, Resolver>>): void {
  const fields = type.getFields();
  for (const [name, resolve] of Object.entries(resolvers)) {
    const field = fields[name];
    if (field === undefined) throw new Error(`resolver for unknown field ${type.name}.${name}`);
    // The schema has checked source and arguments; only the types cannot say so.
    field.resolve = (source, args, scope) => resolve(source as never, args as never, scope as Scope);
  }
}

const INPUT_CHECKS: Readonly<Record<string, (value: unknown) => unknown>> = {
  JSONString(value) {
    if (typeof value !== 'string')
      throw new GraphQLError(`JSONString must be text that holds JSON, got ${show(value)}`);
    return value;
  },
  Int64(value) {
    const number = typeof value === 'string' && /^-?\d{1,19}$/.test(value) ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isInteger(number)) {
      throw new GraphQLError(`Int64 must be an integer, got ${show(value)}`);
    }
    return number;
  },
  Duration(value) {
    if (typeof value !== 'number') throw new GraphQLError(`Duration must be a number, got ${show(value)}`);
    return value;
  },
};

function show(value: unknown): string {
  return JSON.stringify(value).slice(0, 60);
}
