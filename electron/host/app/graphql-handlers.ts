// What threads load of the GraphQL room when it is first asked: without its routes, which would bring the HTTP server.
export { graphqlReads, graphqlWrites } from '#host/graphql';
