export const PROJECTS_SDL = /* GraphQL */ `
  extend type Query {
    project(name: String, entityName: String): Project
    model(name: String, entityName: String): Project
    models(entityName: String, first: Int, after: String): ProjectConnection
  }

  type Mutation {
    upsertModel(input: UpsertModelInput!): UpsertModelPayload
  }

  type Project {
    id: ID!
    internalId: String!
    name: String!
    entityName: String!
    entity: Entity!
    user: User
    createdAt: DateTime!
    updatedAt: DateTime
    description: String
    access: String
    views: JSONString
    isBenchmark: Boolean!
    readOnly: Boolean!
    repo: String
    dockerImage: String
    allViews(viewType: String, viewName: String, first: Int, after: String): ViewConnection
  }
  type ProjectConnection {
    edges: [ProjectEdge!]!
    pageInfo: PageInfo!
  }
  type ProjectEdge {
    cursor: String
    node: Project
  }

  "Saved reports of other servers; this one keeps its views elsewhere, so the connection is empty."
  type View {
    id: ID!
    name: String
    displayName: String
    description: String
    user: User
    spec: String
    createdAt: DateTime
    updatedAt: DateTime
  }
  type ViewConnection {
    edges: [ViewEdge!]!
    pageInfo: PageInfo!
  }
  type ViewEdge {
    cursor: String
    node: View
  }

  input UpsertModelInput {
    id: String
    name: String
    entityName: String
    description: String
    framework: String
    access: String
    views: JSONString
    repo: String
    clientMutationId: String
  }
  type UpsertModelPayload {
    project: Project
    model: Project
    inserted: Boolean
    clientMutationId: String
  }
`;
