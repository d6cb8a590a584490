/** Who is asking, what this server can do, entities and their (one) member. */
export const VIEWER_SDL = /* GraphQL */ `
  type Query {
    viewer: User
    serverInfo: ServerInfo
    entity(name: String): Entity
    users(query: String, first: Int, after: String): UserConnection
    organization(name: String): Organization
  }

  type ServerInfo {
    features: [ServerFeature!]!
    cliVersionInfo: JSON
    latestLocalVersionInfo: LatestLocalVersionInfo
  }

  type ServerFeature {
    name: String!
    isEnabled: Boolean!
  }

  type LatestLocalVersionInfo {
    outOfDate: Boolean!
    latestVersionString: String!
    versionOnThisInstanceString: String!
  }

  "Old clients (0.16) look this type up and then ask each run for it."
  type ServerSettings {
    serverMessages: [ServerMessage!]!
  }
  "What a server wants a client to print; this one never interrupts."
  type ServerMessage {
    utfText: String
    plainText: String
    htmlText: String
    messageType: String
    messageLevel: String
  }

  type User {
    id: ID!
    name: String
    username: String
    email: String
    admin: Boolean
    flags: JSONString
    entity: String
    photoUrl: String
    deletedAt: DateTime
    apiKeys: ApiKeyConnection
    teams: EntityConnection
    organizations: [Organization!]
  }

  type UserConnection {
    edges: [UserEdge!]!
    pageInfo: PageInfo!
  }
  type UserEdge {
    cursor: String
    node: User
  }

  type ApiKey {
    id: ID!
    name: String
    description: String
  }
  type ApiKeyConnection {
    edges: [ApiKeyEdge!]!
  }
  type ApiKeyEdge {
    node: ApiKey
  }

  type Entity {
    id: ID!
    name: String!
    available: Boolean!
    photoUrl: String
    readOnly: Boolean!
    readOnlyAdmin: Boolean!
    isTeam: Boolean!
    entityType: String
    privateOnly: Boolean!
    storageBytes: Int64
    codeSavingEnabled: Boolean!
    defaultAccess: String
    isPaid: Boolean!
    members: [Member!]!
    organization: Organization
    user: User
    xxhashDigestsEnabled: Boolean
  }
  type EntityConnection {
    edges: [EntityEdge!]!
  }
  type EntityEdge {
    node: Entity
  }

  type Member {
    id: ID!
    role: String
    admin: Boolean
    pending: Boolean
    email: String
    username: String
    name: String
    photoUrl: String
    accountType: String
    apiKey: String
  }

  type Organization {
    id: ID!
    name: String!
    coreWeaveOrganizationId: String
    orgEntity: Entity
  }
`;
