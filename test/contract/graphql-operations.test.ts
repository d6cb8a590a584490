import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, test } from 'vitest';
import { documentProblems } from '#host/graphql';
import { pythonMissing, pythonWith } from '../support/python.ts';
import { startHost } from '../support/host.ts';
import { CORE_DOCUMENTS, PROBED_TYPES } from './graphql-core-documents.ts';

/** What this server does not offer, with the client's operations that ask for it. Such a request is answered with 400. */
const LEFT_OUT: Readonly<Record<string, readonly string[]>> = {
  'sweeps scheduled by the client need more than a store of runs': ['EnqueueSweepRun'],
  'there are no teams, invitations or keys to hand out: one person, one key': [
    'CreateInvite',
    'CreateServiceAccount',
    'CreateTeam',
    'CreateUserFromAdmin',
    'DeleteApiKey',
    'DeleteInvite',
    'GenerateApiKey',
  ],
  'launch queues start jobs on other machines': [
    'DeleteFromRunQueue',
    'DeleteRunQueue',
    'GetDefaultResourceConfig',
    'GetRunQueueItem',
    'GetRunQueueItems',
    'GetRunQueueMetadata',
    'LaunchAgent',
    'ProjectRunQueues',
    'ackRunQueueItem',
    'createLaunchAgent',
    'failRunQueueItem',
    'fetchRunQueuesFromProject',
    'popFromRunQueue',
    'pushToRunQueue',
    'pushToRunQueueByName',
    'updateLaunchAgent',
    'updateRunQueueItemWarning',
  ],
  'automations call services on the network': [
    'CreateAutomation',
    'CreateGenericWebhookIntegration',
    'DeleteAutomation',
    'GetAutomationsLegacy',
    'GetEntityAutomations',
    'GetEntityAutomationsLegacy',
    'GetOrgAutomations',
    'IntegrationsByEntity',
    'UpdateAutomation',
  ],
  'the registry belongs to an organization of many teams': [
    'CreateRegistryMembers',
    'DeleteRegistry',
    'DeleteRegistryMembers',
    'FetchAdvancedRegistryFeatures',
    'FetchRegistries',
    'FetchRegistry',
    'RegistryCollections',
    'RegistryTeamMembers',
    'RegistryUserMembers',
    'RegistryVersions',
    'RenameRegistry',
    'UpdateTeamRegistryRole',
    'UpdateUserRegistryRole',
    'UpsertRegistry',
  ],
};
const LEFT_OUT_NAMES = new Set(Object.values(LEFT_OUT).flat());

interface Operation {
  readonly name: string;
  readonly file: string;
  readonly document?: string;
  readonly problem?: string;
}

const why = pythonMissing();

describe.skipIf(why !== undefined)('operations of the installed client', () => {
  let operations: Operation[] = [];
  beforeAll(() => {
    operations = extract();
  });

  test('the client has the number of documents that we know of', () => {
    // A check that saw nothing must not pass; 0.31.0 has 140.
    expect(operations.length).toBeGreaterThan(120);
  });

  test('each document fits the schema, or is left out for a reason that is written here', () => {
    const misfits = operations
      .filter((operation) => !LEFT_OUT_NAMES.has(operation.name))
      .map((operation) => ({ ...operation, problems: problemsOf(operation) }))
      .filter((operation) => operation.problems.length > 0);
    expect(misfits.map(({ name, file, problems }) => `${name} (${file}): ${problems.join(' ')}`)).toEqual([]);
  });

  test('nothing is called left out that works or that no client sends', () => {
    const broken = new Set(operations.filter((operation) => problemsOf(operation).length > 0).map(({ name }) => name));
    expect([...LEFT_OUT_NAMES].filter((name) => !broken.has(name))).toEqual([]);
  });
});

test.each(Object.entries(CORE_DOCUMENTS))('%s of the Go process fits the schema', (_name, document) => {
  expect(documentProblems(document)).toEqual([]);
});

test('an old client finds each type that it looks up before it chooses the form of its requests', async () => {
  await using host = await startHost();
  for (const [type, field] of Object.entries(PROBED_TYPES)) {
    const query = `query Probe { found: __type(name: "${type}") {
      name fields { name args { name } } inputFields { name } enumValues { name } } }`;
    const response = await fetch(`${host.address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
      signal: AbortSignal.timeout(10_000),
    });
    const { data } = (await response.json()) as { data: { found: ProbedType | null } };
    const names = [...(data.found?.fields ?? []), ...(data.found?.inputFields ?? [])].map((item) => item.name);
    expect(names, type).toContain(field);
  }
});

interface ProbedType {
  readonly fields?: readonly { readonly name: string }[] | null;
  readonly inputFields?: readonly { readonly name: string }[] | null;
}

function problemsOf(operation: Operation): readonly string[] {
  return operation.document === undefined ? [operation.problem ?? ''] : documentProblems(operation.document);
}

function extract(): Operation[] {
  const script = new URL('graphql-operations.py', import.meta.url).pathname;
  const answer = spawnSync(pythonWith(), [script], { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (answer.status !== 0) throw new Error(answer.stderr);
  const [, ...lines] = answer.stdout.trim().split('\n');
  return lines.map((line) => {
    const entry = JSON.parse(line) as Omit<Operation, 'name'>;
    const name = /(?:query|mutation)\s+(\w+)/.exec(entry.document ?? '')?.[1] ?? /^\w+/.exec(entry.problem ?? '')?.[0];
    return { ...entry, name: name ?? '?' };
  });
}
