/** Saving artifacts and changing what is saved. */
export const ARTIFACT_EDITS_SDL = /* GraphQL */ `
  extend type Mutation {
    createArtifact(input: CreateArtifactInput!): CreateArtifactPayload
    createArtifactManifest(input: CreateArtifactManifestInput!): CreateArtifactManifestPayload
    updateArtifactManifest(input: UpdateArtifactManifestInput!): UpdateArtifactManifestPayload
    createArtifactFiles(input: CreateArtifactFilesInput!): CreateArtifactFilesPayload
    commitArtifact(input: CommitArtifactInput!): CommitArtifactPayload
    useArtifact(input: UseArtifactInput!): UseArtifactPayload
    updateArtifact(input: UpdateArtifactInput!): UpdateArtifactPayload
    deleteArtifact(input: DeleteArtifactInput!): DeleteArtifactPayload
    addAliases(input: AddAliasesInput!): AddAliasesPayload
    deleteAliases(input: DeleteAliasesInput!): DeleteAliasesPayload
    linkArtifact(input: LinkArtifactInput!): LinkArtifactPayload
    unlinkArtifact(input: UnlinkArtifactInput!): UnlinkArtifactPayload
    updateArtifactSequence(input: UpdateArtifactSequenceInput!): UpdateArtifactCollectionPayload
    updateArtifactPortfolio(input: UpdateArtifactPortfolioInput!): UpdateArtifactCollectionPayload
    moveArtifactSequence(input: MoveArtifactSequenceInput!): UpdateArtifactCollectionPayload
    deleteArtifactSequence(input: DeleteArtifactSequenceInput!): DeleteArtifactCollectionPayload
    deleteArtifactPortfolio(input: DeleteArtifactPortfolioInput!): DeleteArtifactCollectionPayload
    createArtifactCollectionTagAssignments(
      input: CreateArtifactCollectionTagAssignmentsInput!
    ): CreateArtifactCollectionTagAssignmentsPayload
    deleteArtifactCollectionTagAssignments(
      input: DeleteArtifactCollectionTagAssignmentsInput!
    ): DeleteArtifactCollectionTagAssignmentsPayload
  }

  input ArtifactAliasInput {
    artifactCollectionName: String
    alias: String!
  }
  input ArtifactCollectionAliasInput {
    entityName: String
    projectName: String
    artifactCollectionName: String!
    alias: String!
  }
  input TagInput {
    tagName: String!
    tagCategoryName: String
  }

  input CreateArtifactInput {
    entityName: String
    projectName: String!
    artifactTypeName: String!
    artifactCollectionName: String
    artifactCollectionNames: [String!]
    runName: String
    digest: String!
    digestAlgorithm: ArtifactDigestAlgorithm
    description: String
    labels: JSONString
    aliases: [ArtifactAliasInput!]
    tags: [TagInput!]
    metadata: JSONString
    "-1 as the collection, -2 none, else seconds."
    ttlDurationSeconds: Int64
    historyStep: Int64
    enableDigestDeduplication: Boolean
    distributedID: String
    clientID: ID
    sequenceClientID: ID
    storageRegion: String
    clientMutationId: String
  }
  type CreateArtifactPayload {
    artifact: Artifact!
    clientMutationId: String
  }

  enum ArtifactManifestType {
    FULL
    INCREMENTAL
    PATCH
  }
  input CreateArtifactManifestInput {
    artifactID: ID!
    baseArtifactID: ID
    name: String!
    digest: String!
    entityName: String
    projectName: String
    runName: String
    type: ArtifactManifestType
    clientMutationId: String
  }
  type CreateArtifactManifestPayload {
    artifactManifest: ArtifactManifest!
    clientMutationId: String
  }
  input UpdateArtifactManifestInput {
    artifactManifestID: ID!
    digest: String
    baseArtifactID: ID
    clientMutationId: String
  }
  type UpdateArtifactManifestPayload {
    artifactManifest: ArtifactManifest!
    clientMutationId: String
  }

  enum ArtifactStorageLayout {
    V1
    V2
  }
  input UploadPartsInput {
    partNumber: Int64!
    hexMD5: String!
  }
  input CreateArtifactFileSpecInput {
    artifactID: ID!
    name: String!
    "Base64, over the bytes to come."
    md5: String!
    digest: String
    mimetype: String
    artifactManifestID: ID
    uploadPartsInput: [UploadPartsInput!]
  }
  input CreateArtifactFilesInput {
    artifactFiles: [CreateArtifactFileSpecInput!]!
    storageLayout: ArtifactStorageLayout
    cloudRegionID: ID
    digestAlgorithm: ArtifactDigestAlgorithm
    clientMutationId: String
  }
  type CreateArtifactFilesPayload {
    files: FileConnection!
    clientMutationId: String
  }

  input CommitArtifactInput {
    artifactID: ID!
    clientMutationId: String
  }
  type CommitArtifactPayload {
    artifact: Artifact!
    clientMutationId: String
  }

  input UseArtifactInput {
    artifactID: ID!
    entityName: String
    projectName: String
    runName: String!
    usedAs: String
    artifactEntityName: String
    artifactProjectName: String
    clientMutationId: String
  }
  type UseArtifactPayload {
    artifact: Artifact
    clientMutationId: String
  }

  input UpdateArtifactInput {
    artifactID: ID!
    description: String
    metadata: JSONString
    ttlDurationSeconds: Int64
    tagsToAdd: [TagInput!]
    tagsToDelete: [TagInput!]
    aliases: [ArtifactAliasInput!]
    clientMutationId: String
  }
  type UpdateArtifactPayload {
    artifact: Artifact!
    clientMutationId: String
  }
  input DeleteArtifactInput {
    artifactID: ID!
    deleteAliases: Boolean
    clientMutationId: String
  }
  type DeleteArtifactPayload {
    artifact: Artifact!
    clientMutationId: String
  }

  input AddAliasesInput {
    artifactID: ID!
    aliases: [ArtifactCollectionAliasInput!]!
    clientMutationId: String
  }
  type AddAliasesPayload {
    success: Boolean!
    clientMutationId: String
  }
  input DeleteAliasesInput {
    artifactID: ID!
    aliases: [ArtifactCollectionAliasInput!]!
    clientMutationId: String
  }
  type DeleteAliasesPayload {
    success: Boolean!
    clientMutationId: String
  }

  input LinkArtifactInput {
    artifactID: ID
    clientID: ID
    artifactPortfolioID: ID
    artifactPortfolioName: String
    entityName: String
    projectName: String
    aliases: [ArtifactAliasInput!]
    clientMutationId: String
  }
  type LinkArtifactPayload {
    versionIndex: Int
    artifactMembership: ArtifactCollectionMembership
    clientMutationId: String
  }
  input UnlinkArtifactInput {
    artifactID: ID!
    artifactPortfolioID: ID!
    clientMutationId: String
  }
  type UnlinkArtifactPayload {
    artifactID: ID!
    success: Boolean!
    clientMutationId: String
  }

  input UpdateArtifactSequenceInput {
    artifactSequenceID: ID!
    name: String
    description: String
    clientMutationId: String
  }
  input UpdateArtifactPortfolioInput {
    artifactPortfolioID: ID!
    name: String
    description: String
    clientMutationId: String
  }
  input MoveArtifactSequenceInput {
    artifactSequenceID: ID!
    destinationArtifactTypeName: String!
    clientMutationId: String
  }
  type UpdateArtifactCollectionPayload {
    artifactCollection: ArtifactCollection
    clientMutationId: String
  }
  input DeleteArtifactSequenceInput {
    artifactSequenceID: ID!
    clientMutationId: String
  }
  input DeleteArtifactPortfolioInput {
    artifactPortfolioID: ID!
    clientMutationId: String
  }
  type DeleteArtifactCollectionPayload {
    artifactCollection: ArtifactCollection
    clientMutationId: String
  }

  input CreateArtifactCollectionTagAssignmentsInput {
    entityName: String
    projectName: String!
    artifactCollectionName: String!
    tags: [TagInput!]!
    clientMutationId: String
  }
  type CreateArtifactCollectionTagAssignmentsPayload {
    tags: [Tag!]!
    clientMutationId: String
  }
  input DeleteArtifactCollectionTagAssignmentsInput {
    entityName: String
    projectName: String!
    artifactCollectionName: String!
    tags: [TagInput!]!
    clientMutationId: String
  }
  type DeleteArtifactCollectionTagAssignmentsPayload {
    success: Boolean!
    clientMutationId: String
  }
`;
