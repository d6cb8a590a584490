import { findSweep, type SweepRow } from '#host/sweeps';
import type { ReadableDb, RunRow } from '#host/store';
import { ConnectionError } from '#sdk/base';
import type { SweepClaim, SweepPlace } from './messages.ts';
import type { PatientLink } from './patient-link.ts';

const ONE = `query SyncSweep($entity: String, $project: String!, $sweep: String!) {
  project(name: $project, entityName: $entity) { sweep(sweepName: $sweep) { id state } } }`;
const ALL = `query SyncSweeps($entity: String, $project: String!, $after: String) {
  project(name: $project, entityName: $entity) {
    sweeps(first: 100, after: $after) { edges { node { name displayName config } } pageInfo { hasNextPage endCursor } } } }`;
const UPSERT = `mutation UpsertSweep($id: ID, $entity: String, $project: String, $config: String, $description: String,
  $displayName: String, $state: String) {
  upsertSweep(input: {id: $id, entityName: $entity, projectName: $project, config: $config, description: $description,
    displayName: $displayName, state: $state}) { sweep { name } } }`;

interface FarSweep {
  readonly name: string;
  readonly displayName: string | null;
  readonly config: string | null;
}

interface SweepPage {
  readonly project: {
    readonly sweeps: {
      readonly edges: readonly { readonly node: FarSweep }[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    } | null;
  } | null;
}

/** Where a sweep goes: the project of its runs. */
interface Place {
  readonly entity: string | undefined;
  readonly project: string;
}

/**
 * The main thread's part: what is known of a sweep over there. Only one push makes it; the others wait for its word.
 */
export interface SweepDesk {
  claim(sweep: string): Promise<SweepClaim>;
  made(sweep: string, place: SweepPlace): Promise<void>;
}

/**
 * Brings the sweep of a run to a remote, once, and returns its name there. Over there it is paused until it ends here: its
 * runs come from here, and no agent of that side shall draw from it. Errors: those of PatientLink; a refusal is the
 * caller's to tell. Source: protocol 14.
 */
export async function bringSweep(
  parts: { readonly db: ReadableDb; readonly link: PatientLink; readonly desk: SweepDesk },
  run: RunRow,
  place: Place,
): Promise<string | undefined> {
  const sweep = run.sweep === undefined ? undefined : findSweep(parts.db, run.projectId, run.sweep);
  if (sweep === undefined) return undefined;
  const { link, desk } = parts;
  const wanted = farState(sweep);
  const claim = await desk.claim(sweep.name);
  const known = claim.name === undefined ? undefined : await stateThere(link, place, claim.name);
  if (claim.name !== undefined && known !== undefined) {
    if (claim.state !== wanted) {
      await link.graphql(UPSERT, { ...place, id: known.id, state: wanted });
      await desk.made(sweep.name, { name: claim.name, state: wanted });
    }
    return claim.name;
  }
  const name = (claim.wasBegun ? await findMade(link, place, sweep) : undefined) ?? (await make(link, place, sweep));
  // A sweep that is made is open, or paused: its end is said to one that is there.
  await desk.made(sweep.name, { name, state: 'PAUSED' });
  if (wanted !== 'PAUSED') {
    const made = await stateThere(link, place, name);
    if (made !== undefined) await link.graphql(UPSERT, { ...place, id: made.id, state: wanted });
    await desk.made(sweep.name, { name, state: wanted });
  }
  return name;
}

function farState({ state }: SweepRow): string {
  return state === 'FINISHED' || state === 'CANCELED' ? state : 'PAUSED';
}

async function stateThere(
  link: PatientLink,
  place: Place,
  sweep: string,
): Promise<{ readonly id: string } | undefined> {
  const { project } = await link.graphql<{
    readonly project: { readonly sweep: { readonly id: string } | null } | null;
  }>(ONE, { ...place, sweep });
  return project?.sweep ?? undefined;
}

/** The one that an earlier push made and did not live to note: with the same text and name. */
async function findMade(link: PatientLink, place: Place, sweep: SweepRow): Promise<string | undefined> {
  let after: string | null = null;
  do {
    const page: SweepPage = await link.graphql<SweepPage>(ALL, { ...place, after });
    const sweeps = page.project?.sweeps;
    const found = sweeps?.edges.find(
      ({ node }) => node.config === sweep.config && node.displayName === displayNameOf(sweep),
    );
    if (found !== undefined) return found.node.name;
    after = sweeps?.pageInfo.hasNextPage === true ? sweeps.pageInfo.endCursor : null;
  } while (after !== null);
  return undefined;
}

async function make(link: PatientLink, place: Place, sweep: SweepRow): Promise<string> {
  const { config, description } = sweep;
  let isAgain = false;
  return link.ask(async (host) => {
    // An answer that got lost may have made it.
    const made = isAgain ? await findMade(link, place, sweep) : undefined;
    isAgain = true;
    if (made !== undefined) return made;
    const variables = { ...place, config, description, displayName: displayNameOf(sweep), state: 'PAUSED' };
    const answer = await host.graphql<{ upsertSweep: { sweep: { name: string } | null } | null }>(UPSERT, variables);
    const name = answer.upsertSweep?.sweep?.name;
    if (name === undefined) throw new ConnectionError('host.refused', 'the server made no sweep', 200);
    return name;
  });
}

/** One without a name is called as here, so that it is known again. */
function displayNameOf(sweep: SweepRow): string {
  return sweep.displayName ?? sweep.name;
}
