export const RUN_HISTORY_SDL = /* GraphQL */ `
  extend type Run {
    historyLineCount: Int
    eventsLineCount: Int
    logLineCount: Int
    "JSON text of an array of the last rows, each as JSON text."
    historyTail: JSONString
    eventsTail: JSONString
    "The newest row of system metrics."
    systemMetrics: JSONString
    historyKeys: JSON
    "Rows as JSON texts. maxStep is exclusive."
    history(minStep: Int64, maxStep: Int64, samples: Int): [JSONString!]
    events(samples: Int): [JSONString!]
    "For each spec the rows that have all its keys. minStep and maxStep of a spec are inclusive."
    sampledHistory(specs: [JSONString!]!): [JSON!]
    parquetHistory(liveKeys: [String!]): ParquetHistory
    logLines(first: Int, after: String, last: Int, before: String, useImprovedPagination: Boolean): LogLineConnection
  }

  extend type Mutation {
    rewindRun(input: RewindRunInput!): RewindRunPayload
  }

  type ParquetHistory {
    parquetUrls: [String!]!
    liveData: [JSON!]!
  }

  type LogLine {
    number: Int!
    timestamp: DateTime
    level: String
    label: String
    line: String!
  }
  type LogLineConnection {
    edges: [LogLineEdge!]!
    pageInfo: PageInfo!
  }
  type LogLineEdge {
    cursor: String!
    node: LogLine!
  }

  input RewindRunInput {
    runName: String!
    entityName: String
    projectName: String
    metricName: String
    metricValue: Float!
    clientMutationId: String
  }
  type RewindRunPayload {
    rewoundRun: Run
    clientMutationId: String
  }
`;
