export { graphqlReads, graphqlWrites } from './handlers.ts';
export { registerGraphqlRoutes } from './routes.ts';
export { documentProblems } from './check.ts';
