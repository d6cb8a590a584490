/** Scalars and paging, shared by all subjects. JSONString is text that holds JSON; JSON is the value itself. */
export const BASE_SDL = /* GraphQL */ `
  scalar JSON
  scalar JSONString
  scalar DateTime
  scalar Duration
  scalar Int64

  type PageInfo {
    startCursor: String
    endCursor: String
    hasNextPage: Boolean!
    hasPreviousPage: Boolean!
  }
`;
