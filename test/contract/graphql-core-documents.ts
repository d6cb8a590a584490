/**
 * What the client's Go process sends, by operation: written by hand from what was seen on the wire (protocol 3 and 12),
 * with the variables' types as it declares them. Also what older clients ask before they send anything else.
 */
export const CORE_DOCUMENTS: Readonly<Record<string, string>> = {
  Viewer: `query Viewer { viewer { id entity username email flags teams { edges { node { name } } } } }`,
  ServerFeaturesQuery: `query ServerFeaturesQuery { serverInfo { features { name isEnabled } } }`,
  OrganizationCoreWeaveOrganizationID: `query OrganizationCoreWeaveOrganizationID($entityName: String!) {
    entity(name: $entityName) { organization { coreWeaveOrganizationId } } }`,
  UpsertBucket: `mutation UpsertBucket($id: String, $name: String, $project: String, $entity: String, $groupName: String,
      $description: String, $displayName: String, $notes: String, $commit: String, $config: JSONString, $host: String,
      $debug: Boolean, $program: String, $repo: String, $jobType: String, $state: String, $sweep: String,
      $tags: [String!], $summaryMetrics: JSONString) {
    upsertBucket(input: {id: $id, name: $name, groupName: $groupName, modelName: $project, entityName: $entity,
      description: $description, displayName: $displayName, notes: $notes, config: $config, commit: $commit, host: $host,
      debug: $debug, jobProgram: $program, jobRepo: $repo, jobType: $jobType, state: $state, sweep: $sweep, tags: $tags,
      summaryMetrics: $summaryMetrics}) {
      bucket { id name displayName description config sweepName project { id name entity { id name } } historyLineCount }
      inserted } }`,
  RunResumeStatus: `query RunResumeStatus($project: String, $entity: String, $name: String!) {
    model(name: $project, entityName: $entity) { id name entity { id name }
      bucket(name: $name, missingOk: true) { id name summaryMetrics displayName logLineCount historyLineCount
        eventsLineCount historyTail eventsTail config tags notes wandbConfig(keys: ["t"]) } } }`,
  RewindRun: `mutation RewindRun($runName: String!, $entity: String, $project: String, $metricName: String!,
      $metricValue: Float!) {
    rewindRun(input: {runName: $runName, entityName: $entity, projectName: $project, metricName: $metricName,
      metricValue: $metricValue}) {
      rewoundRun { id name displayName description config sweepName project { id name entity { id name } }
        historyLineCount } } }`,
  CreateRunFiles: `mutation CreateRunFiles($entity: String!, $project: String!, $run: String!, $files: [String!]!) {
    createRunFiles(input: {entityName: $entity, projectName: $project, runName: $run, files: $files}) {
      runID uploadHeaders files { name uploadUrl } } }`,
  NotifyScriptableRunAlert: `mutation NotifyScriptableRunAlert($entityName: String!, $projectName: String!,
      $runName: String!, $title: String!, $text: String!, $severity: AlertSeverity = INFO, $waitDuration: Duration) {
    notifyScriptableRunAlert(input: {entityName: $entityName, projectName: $projectName, runName: $runName,
      title: $title, text: $text, severity: $severity, waitDuration: $waitDuration}) { success } }`,
  StopRun: `mutation StopRun($id: ID!) { stopRun(input: {id: $id}) { success } }`,
  MarkRunFilesUploaded: `mutation MarkRunFilesUploaded($entity: String!, $project: String!, $run: String!,
      $files: [String!]!) {
    markRunFilesUploaded(input: {entityName: $entity, projectName: $project, runName: $run, files: $files}) { success } }`,
  RunState: `query RunState($entity: String!, $project: String!, $run: String!) {
    project(name: $project, entityName: $entity) { run(name: $run) { id state } } }`,
  QueryRunInfo: `query QueryRunInfo($entity: String!, $project: String!, $run: String!) {
    project(name: $project, entityName: $entity) { run(name: $run) { displayName summaryMetrics } } }`,
  HistoryPage: `query HistoryPage($entity: String!, $project: String!, $run: String!, $minStep: Int64!, $maxStep: Int64!,
      $pageSize: Int!) {
    project(name: $project, entityName: $entity) {
      run(name: $run) { history(minStep: $minStep, maxStep: $maxStep, samples: $pageSize) } } }`,
  SampledHistoryPage: `query SampledHistoryPage($entity: String!, $project: String!, $run: String!, $spec: JSONString!) {
    project(name: $project, entityName: $entity) { run(name: $run) { sampledHistory(specs: [$spec]) } } }`,
  RunParquetHistory: `query RunParquetHistory($entity: String!, $project: String!, $runName: String!,
      $liveKeys: [String!]!) {
    project(name: $project, entityName: $entity) {
      run(name: $runName) { parquetHistory(liveKeys: $liveKeys) { parquetUrls liveData } } } }`,
  RunConsoleLogPage: `query RunConsoleLogPage($entity: String!, $project: String!, $runName: String!, $first: Int,
      $after: String) {
    project(name: $project, entityName: $entity) { run(name: $runName) { logLineCount
      logLines(first: $first, after: $after, useImprovedPagination: true) {
        edges { node { number timestamp level label line } } pageInfo { endCursor hasNextPage } } } } }`,
  RunConsoleLogTail: `query RunConsoleLogTail($entity: String!, $project: String!, $runName: String!, $last: Int!) {
    project(name: $project, entityName: $entity) { run(name: $runName) { logLineCount
      logLines(last: $last) { edges { node { number timestamp level label line } } } } } }`,
  CreateArtifact: `mutation CreateArtifact($input: CreateArtifactInput!) {
    createArtifact(input: $input) { ... CreatedArtifact } }
    fragment CreatedArtifact on CreateArtifactPayload {
      artifact { id state artifactSequence { latestArtifact { id } } } }`,
  CreateArtifactManifest: `mutation CreateArtifactManifest($artifactID: ID!, $baseArtifactID: ID, $name: String!,
      $digest: String!, $entityName: String!, $projectName: String!, $runName: String!,
      $manifestType: ArtifactManifestType!, $includeUpload: Boolean!) {
    createArtifactManifest(input: {artifactID: $artifactID, baseArtifactID: $baseArtifactID, name: $name,
      digest: $digest, entityName: $entityName, projectName: $projectName, runName: $runName, type: $manifestType}) {
      artifactManifest { id file { id uploadUrl @include(if: $includeUpload)
        uploadHeaders @include(if: $includeUpload) } } } }`,
  UpdateArtifactManifest: `mutation UpdateArtifactManifest($artifactManifestID: ID!, $digest: String,
      $baseArtifactID: ID, $includeUpload: Boolean!) {
    updateArtifactManifest(input: {artifactManifestID: $artifactManifestID, digest: $digest,
      baseArtifactID: $baseArtifactID}) {
      artifactManifest { id file { id uploadUrl @include(if: $includeUpload)
        uploadHeaders @include(if: $includeUpload) } } } }`,
  CreateArtifactFiles: `mutation CreateArtifactFiles($input: CreateArtifactFilesInput!) {
    createArtifactFiles(input: $input) { files { edges { node { storagePath uploadUrl uploadHeaders
      uploadMultipartUrls { uploadID uploadUrlParts { partNumber uploadUrl } } artifact { id } } } } } }`,
  CommitArtifact: `mutation CommitArtifact($artifactID: ID!) {
    commitArtifact(input: {artifactID: $artifactID}) { artifact { id digest } } }`,
  UseArtifact: `mutation UseArtifact($input: UseArtifactInput!) { useArtifact(input: $input) { artifact { id } } }`,
  LinkArtifact: `mutation LinkArtifact($artifactPortfolioName: String!, $entityName: String!, $projectName: String!,
      $aliases: [ArtifactAliasInput!], $clientId: ID, $artifactId: ID) {
    linkArtifact(input: {artifactPortfolioName: $artifactPortfolioName, entityName: $entityName,
      projectName: $projectName, aliases: $aliases, artifactID: $artifactId, clientID: $clientId}) { versionIndex } }`,
  UpdateArtifact: `mutation UpdateArtifact($artifactID: ID!, $metadata: JSONString) {
    updateArtifact(input: {artifactID: $artifactID, metadata: $metadata}) { artifact { id } } }`,
  ClientIDMapping: `query ClientIDMapping($clientID: ID!) { clientIDMapping(clientID: $clientID) { serverID } }`,
  ArtifactManifest: `query ArtifactManifest($artifact_id: ID!) {
    artifact(id: $artifact_id) { currentManifest { file { directUrl } } } }`,
  ArtifactFileURLsByManifestEntries: `query ArtifactFileURLsByManifestEntries($id: ID!,
      $entries: [ArtifactManifestEntryInput!], $storageLayout: String!, $manifestVersion: String!,
      $storageRegion: String) {
    artifact(id: $id) {
      filesByManifestEntries(storageLayout: $storageLayout, manifestVersion: $manifestVersion, entries: $entries,
        storageRegion: $storageRegion) {
        pageInfo { hasNextPage endCursor } edges { node { name directUrl } } } } }`,
  XXHashDigestsEnabled: `query XXHashDigestsEnabled($entityName: String!) {
    entity(name: $entityName) { xxhashDigestsEnabled } }`,
  FetchArtifactDigestAlgorithm: `query FetchArtifactDigestAlgorithm($entityName: String!, $projectName: String!,
      $artifactTypeName: String!, $artifactCollectionName: String!) {
    project(name: $projectName, entityName: $entityName) { artifactType(name: $artifactTypeName) {
      artifactCollection(name: $artifactCollectionName) { __typename ... on ArtifactSequence { digestAlgorithm } } } } }`,
  CreateCustomChart: `mutation CreateCustomChart($entity: String!, $chartName: String!, $displayName: String!,
      $chartType: String!, $access: String!, $spec: JSONString!) {
    createCustomChart(input: {entity: $entity, name: $chartName, displayName: $displayName, type: $chartType,
      access: $access, spec: $spec}) { chart { id } } }`,
  FetchOrgEntityFromEntity: `query FetchOrgEntityFromEntity($entityName: String!) {
    entity(name: $entityName) { organization { name orgEntity { name } } } }`,
};

/** Types that clients 0.16 and 0.19 look up before they choose the form of a request, with a field each must show. */
export const PROBED_TYPES: Readonly<Record<string, string>> = {
  Query: 'viewer',
  Mutation: 'createArtifact',
  ServerInfo: 'features',
  ServerSettings: 'serverMessages',
  Project: 'internalId',
  Run: 'projectId',
  Artifact: 'ttlDurationSeconds',
  Organization: 'orgEntity',
  CreateArtifactInput: 'tags',
  CreateArtifactFileSpecInput: 'uploadPartsInput',
  DeleteFilesInput: 'projectId',
  UseArtifactInput: 'usedAs',
  AddAliasesInput: 'aliases',
};
