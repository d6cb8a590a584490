/** Files of a run. The type File also stands for files of artifacts and for their manifests. */
export const FILES_SDL = /* GraphQL */ `
  extend type Run {
    fileCount: Int
    files(names: [String], pattern: String, first: Int, after: String): FileConnection
  }

  extend type Mutation {
    createRunFiles(input: CreateRunFilesInput!): CreateRunFilesPayload
    markRunFilesUploaded(input: MarkRunFilesUploadedInput!): MarkRunFilesUploadedPayload
    deleteFiles(input: DeleteFilesInput!): DeleteFilesPayload
  }

  type File {
    id: ID!
    name: String!
    displayName: String
    url(upload: Boolean): String
    directUrl: String
    uploadUrl: String
    uploadHeaders: [String!]
    sizeBytes: Int64
    mimetype: String
    createdAt: DateTime
    updatedAt: DateTime
    md5: String
    digest: String
    storagePath: String
  }
  type FileConnection {
    totalCount: Int
    uploadHeaders: [String!]
    edges: [FileEdge!]!
    pageInfo: PageInfo!
  }
  type FileEdge {
    cursor: String
    node: File
  }

  input CreateRunFilesInput {
    entityName: String
    projectName: String!
    runName: String!
    files: [String!]!
    clientMutationId: String
  }
  type CreateRunFilesPayload {
    runID: ID
    uploadHeaders: [String!]!
    files: [File!]!
    clientMutationId: String
  }

  input MarkRunFilesUploadedInput {
    entityName: String
    projectName: String!
    runName: String!
    files: [String!]!
    clientMutationId: String
  }
  type MarkRunFilesUploadedPayload {
    success: Boolean!
    clientMutationId: String
  }

  input DeleteFilesInput {
    files: [ID!]!
    projectId: Int
    clientMutationId: String
  }
  type DeleteFilesPayload {
    success: Boolean!
    clientMutationId: String
  }
`;
