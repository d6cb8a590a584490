/** What is read of artifacts: versions, collections, memberships, files and lineage. */
export const ARTIFACTS_SDL = /* GraphQL */ `
  extend type Query {
    artifact(id: ID!): Artifact
    artifactCollection(id: ID!): ArtifactCollection
    clientIDMapping(clientID: ID!): ClientIDMapping
  }

  extend type Project {
    artifact(name: String!, enableTracking: Boolean): Artifact
    artifactCollectionMembership(name: String!): ArtifactCollectionMembership
    artifactCollection(name: String!): ArtifactCollection
    artifactCollections(filters: JSONString, order: String, first: Int, after: String): ArtifactCollectionConnection
    artifactType(name: String!): ArtifactType
    artifactTypes(includeAll: Boolean, first: Int, after: String): ArtifactTypeConnection
  }

  extend type Run {
    outputArtifacts(first: Int, after: String): ArtifactConnection
    inputArtifacts(first: Int, after: String): ArtifactConnection
  }

  extend type File {
    uploadMultipartUrls: UploadMultipartUrls
    artifact: Artifact
  }

  type ClientIDMapping {
    serverID: ID!
  }

  "Of use only for storage that takes files in parts; here a file goes up in one piece, so this is always null."
  type UploadMultipartUrls {
    uploadID: String!
    uploadUrlParts: [UploadUrlPart!]!
  }
  type UploadUrlPart {
    partNumber: Int64!
    uploadUrl: String!
  }

  enum ArtifactState {
    PENDING
    COMMITTED
    DELETED
  }
  enum ArtifactCollectionState {
    READY
    DELETED
  }
  enum ArtifactDigestAlgorithm {
    MANIFEST_MD5
  }

  type ArtifactType {
    id: ID!
    name: String!
    description: String
    createdAt: DateTime!
    artifact(name: String!): Artifact
    artifactCollection(name: String!): ArtifactCollection
    artifactCollections(filters: JSONString, order: String, first: Int, after: String): ArtifactCollectionConnection
    artifactSequence(name: String!): ArtifactSequence
    artifactSequences(first: Int, after: String): ArtifactCollectionConnection
  }
  type ArtifactTypeConnection {
    edges: [ArtifactTypeEdge!]!
    pageInfo: PageInfo!
  }
  type ArtifactTypeEdge {
    cursor: String
    node: ArtifactType
  }

  interface ArtifactCollection {
    id: ID!
    name: String!
    description: String
    state: ArtifactCollectionState!
    createdAt: DateTime!
    updatedAt: DateTime
    project: Project
    defaultArtifactType: ArtifactType!
    tags(first: Int, after: String): TagConnection!
    aliases(first: Int, after: String): ArtifactAliasConnection!
    artifacts(filters: JSONString, order: String, first: Int, after: String): VersionedArtifactConnection!
    artifactMembership(aliasName: String!): ArtifactCollectionMembership
  }
  "Versions are made here."
  type ArtifactSequence implements ArtifactCollection {
    id: ID!
    name: String!
    description: String
    state: ArtifactCollectionState!
    createdAt: DateTime!
    updatedAt: DateTime
    project: Project
    defaultArtifactType: ArtifactType!
    tags(first: Int, after: String): TagConnection!
    aliases(first: Int, after: String): ArtifactAliasConnection!
    artifacts(filters: JSONString, order: String, first: Int, after: String): VersionedArtifactConnection!
    artifactMembership(aliasName: String!): ArtifactCollectionMembership
    latestArtifact: Artifact
    digestAlgorithm: ArtifactDigestAlgorithm
  }
  "Versions of other collections are linked here."
  type ArtifactPortfolio implements ArtifactCollection {
    id: ID!
    name: String!
    description: String
    state: ArtifactCollectionState!
    createdAt: DateTime!
    updatedAt: DateTime
    project: Project
    defaultArtifactType: ArtifactType!
    tags(first: Int, after: String): TagConnection!
    aliases(first: Int, after: String): ArtifactAliasConnection!
    artifacts(filters: JSONString, order: String, first: Int, after: String): VersionedArtifactConnection!
    artifactMembership(aliasName: String!): ArtifactCollectionMembership
  }
  type ArtifactCollectionConnection {
    totalCount: Int!
    edges: [ArtifactCollectionEdge!]!
    pageInfo: PageInfo!
  }
  type ArtifactCollectionEdge {
    cursor: String
    node: ArtifactCollection
  }

  type ArtifactCollectionMembership {
    id: ID!
    versionIndex: Int
    createdAt: DateTime
    aliases: [ArtifactAlias!]!
    artifactCollection: ArtifactCollection
    artifact: Artifact
    files(names: [String!], first: Int, after: String): FileConnection
  }
  type ArtifactCollectionMembershipConnection {
    totalCount: Int!
    edges: [ArtifactCollectionMembershipEdge!]!
    pageInfo: PageInfo!
  }
  type ArtifactCollectionMembershipEdge {
    cursor: String
    node: ArtifactCollectionMembership
  }

  union ArtifactCreator = Run | User

  type Artifact {
    id: ID!
    artifactSequence: ArtifactSequence!
    artifactType: ArtifactType!
    versionIndex: Int
    state: ArtifactState!
    digest: String!
    digestAlgorithm: ArtifactDigestAlgorithm!
    commitHash: String
    description: String
    metadata: JSONString
    ttlDurationSeconds: Int64!
    ttlIsInherited: Boolean!
    tags: [Tag!]!
    aliases: [ArtifactAlias!]!
    historyStep: Int64
    size: Int64!
    fileCount: Int64!
    createdAt: DateTime!
    updatedAt: DateTime
    currentManifest: ArtifactManifest
    files(names: [String!], first: Int, after: String): FileConnection
    filesByManifestEntries(
      entries: [ArtifactManifestEntryInput!]
      storageLayout: String
      manifestVersion: String
      storageRegion: String
      first: Int
      after: String
    ): FileConnection
    artifactMemberships(first: Int, after: String): ArtifactCollectionMembershipConnection!
    createdBy: ArtifactCreator
    usedBy(first: Int, after: String): RunConnection!
  }
  type ArtifactConnection {
    totalCount: Int!
    edges: [ArtifactEdge!]!
    pageInfo: PageInfo!
  }
  type ArtifactEdge {
    cursor: String
    node: Artifact
  }
  type VersionedArtifactConnection {
    totalCount: Int!
    edges: [VersionedArtifactEdge!]!
    pageInfo: PageInfo!
  }
  type VersionedArtifactEdge {
    cursor: String
    version: String!
    node: Artifact
  }

  type ArtifactManifest {
    id: ID!
    digest: String
    file: File!
  }
  input ArtifactManifestEntryInput {
    name: String
    digest: String
    birthArtifactID: ID
  }

  type ArtifactAlias {
    id: ID!
    alias: String!
    artifactCollection: ArtifactCollection
  }
  type ArtifactAliasConnection {
    edges: [ArtifactAliasEdge!]!
    pageInfo: PageInfo!
  }
  type ArtifactAliasEdge {
    cursor: String
    node: ArtifactAlias
  }

  type Tag {
    id: ID!
    name: String!
    tagCategoryName: String
  }
  type TagConnection {
    edges: [TagEdge!]!
    pageInfo: PageInfo!
  }
  type TagEdge {
    cursor: String
    node: Tag
  }
`;
