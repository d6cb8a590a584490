import type { HostLink, RunAddress } from './link.ts';

/** What a run is registered with; members that are undefined stay as they are on the host. */
export interface RunFields {
  readonly displayName?: string | undefined;
  readonly notes?: string | undefined;
  readonly group?: string | undefined;
  readonly jobType?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  /** The whole document as JSON text. */
  readonly config?: string | undefined;
  readonly host?: string | undefined;
  readonly program?: string | undefined;
  readonly commit?: string | undefined;
  readonly repo?: string | undefined;
  readonly sweep?: string | undefined;
}

/** A run as the host has registered it. */
export interface RegisteredRun extends RunAddress {
  /** The host's own id of the run. */
  readonly storageId: string;
  readonly displayName: string;
  readonly historyLineCount: number;
}

const UPSERT = `mutation UpsertBucket($id: String, $name: String, $project: String, $entity: String, $groupName: String,
  $displayName: String, $notes: String, $commit: String, $config: JSONString, $host: String, $program: String,
  $repo: String, $jobType: String, $sweep: String, $tags: [String!]) {
  upsertBucket(input: {id: $id, name: $name, modelName: $project, entityName: $entity, groupName: $groupName,
    displayName: $displayName, notes: $notes, commit: $commit, config: $config, host: $host, jobProgram: $program,
    jobRepo: $repo, jobType: $jobType, sweep: $sweep, tags: $tags}) {
    bucket { id name displayName historyLineCount project { name entity { name } } } inserted
  }
}`;

interface UpsertAnswer {
  readonly upsertBucket: {
    readonly bucket: {
      readonly id: string;
      readonly name: string;
      readonly displayName: string | null;
      readonly historyLineCount: number | null;
      readonly project: { readonly name: string; readonly entity: { readonly name: string } };
    };
  };
}

/** Registers a run, or changes what the host knows of it. Sending it twice is harmless. */
export async function upsertRun(
  link: HostLink,
  run: { readonly entity?: string | undefined; readonly project: string; readonly run: string },
  { group, ...fields }: RunFields,
  signal?: AbortSignal,
): Promise<RegisteredRun> {
  const { entity, project, run: name } = run;
  const variables = { name, project, entity, groupName: group, ...fields };
  const { bucket } = (await link.graphql<UpsertAnswer>(UPSERT, variables, signal)).upsertBucket;
  return {
    entity: bucket.project.entity.name,
    project: bucket.project.name,
    run: bucket.name,
    storageId: bucket.id,
    displayName: bucket.displayName ?? '',
    historyLineCount: bucket.historyLineCount ?? 0,
  };
}

const ALERT = `mutation NotifyScriptableRunAlert($entityName: String!, $projectName: String!, $runName: String!,
  $title: String!, $text: String!, $severity: AlertSeverity, $waitDuration: Duration) {
  notifyScriptableRunAlert(input: {entityName: $entityName, projectName: $projectName, runName: $runName,
    title: $title, text: $text, severity: $severity, waitDuration: $waitDuration}) { success }
}`;

/** `waitMs`: the least time between two alerts of the same title. */
export async function sendAlert(
  link: HostLink,
  run: RunAddress,
  alert: { readonly title: string; readonly text: string; readonly severity: string; readonly waitMs: number },
  signal?: AbortSignal,
): Promise<void> {
  const { title, text, severity, waitMs } = alert;
  const names = { entityName: run.entity, projectName: run.project, runName: run.run };
  await link.graphql(ALERT, { ...names, title, text, severity, waitDuration: waitMs }, signal);
}

const CREATE_FILES = `mutation CreateRunFiles($entity: String!, $project: String!, $run: String!, $files: [String!]!) {
  createRunFiles(input: {entityName: $entity, projectName: $project, runName: $run, files: $files}) {
    runID uploadHeaders files { name uploadUrl }
  }
}`;

interface CreateFilesAnswer {
  readonly createRunFiles: {
    readonly uploadHeaders: readonly string[] | null;
    readonly files: readonly { readonly name: string; readonly uploadUrl: string | null }[];
  };
}

/** Where to PUT files of a run, in the order of `names`; undefined for one that the host does not want. */
export async function createRunFiles(
  link: HostLink,
  run: RunAddress,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<{ readonly headers: readonly string[]; readonly urls: readonly (string | undefined)[] }> {
  const { createRunFiles: answer } = await link.graphql<CreateFilesAnswer>(
    CREATE_FILES,
    { ...run, files: names },
    signal,
  );
  const byName = new Map(answer.files.map((file) => [file.name, file.uploadUrl ?? undefined]));
  return { headers: answer.uploadHeaders ?? [], urls: names.map((name) => byName.get(name)) };
}

const FILE_URL = `query RunFileUrl($entity: String!, $project: String!, $run: String!, $files: [String!]!) {
  project(name: $project, entityName: $entity) {
    run(name: $run) { files(names: $files, first: 1) { edges { node { url sizeBytes } } } }
  }
}`;

interface FileUrlAnswer {
  readonly project: {
    readonly run: {
      readonly files: {
        readonly edges: readonly { readonly node: { readonly url: string | null; readonly sizeBytes: unknown } }[];
      };
    } | null;
  } | null;
}

/** Where a file of a run is got; undefined where the host does not have its bytes. */
export async function runFileUrl(
  link: HostLink,
  run: RunAddress,
  name: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const { project } = await link.graphql<FileUrlAnswer>(FILE_URL, { ...run, files: [name] }, signal);
  const node = project?.run?.files.edges[0]?.node;
  return Number(node?.sizeBytes ?? 0) > 0 ? (node?.url ?? undefined) : undefined;
}

const VIEWER = `query Viewer { viewer { id entity flags } }`;

/** Whether the host's settings ask for scripts to be saved. Source: protocol 1.4. */
export async function isCodeSavingOn(link: HostLink, signal?: AbortSignal): Promise<boolean> {
  const { viewer } = await link.graphql<{ viewer: { flags: string | null } | null }>(VIEWER, {}, signal);
  const flags = JSON.parse(viewer?.flags ?? '{}') as { readonly code_saving_enabled?: unknown };
  return flags.code_saving_enabled === true;
}
