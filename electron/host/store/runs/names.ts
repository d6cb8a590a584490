import type { ProjectRowId } from '#shared/units';
import type { ReadableDb } from '../context.ts';
import { prepared } from '../prepared.ts';

const ADJECTIVES = (
  'able amber ample autumn balmy bold brave breezy bright brisk calm candid cedar cheery civil clear clever cobalt ' +
  'copper coral cosmic crisp daring dapper deft distant dulcet eager early earnest easy ember even fair fearless ' +
  'fine fleet fluent fond frank free fresh gentle gilded glad golden good grand hardy hazel honest humble icy ' +
  'indigo ivory jade jolly keen kind lasting level light lively loyal lucid lunar magic maple mellow merry mild ' +
  'misty modest neat nimble noble northern ochre olive open patient pearly placid plucky polar proud pure quick ' +
  'quiet rapid ready rosy rustic sandy serene sharp silent silver snowy solar solid sound spry stable steady ' +
  'still stout sunny swift tidal tidy tranquil true upbeat valiant vast velvet vivid warm western wild windy wise witty'
).split(' ');

const NOUNS = (
  'albatross anchor atoll bay beacon bearing bight bollard boom bow breeze brig buoy cape capstan channel chart ' +
  'clipper coast compass cove crest current cutter davit deck delta dinghy dock dolphin drift eddy estuary fathom ' +
  'fjord foam frigate galley gale gannet gull gunwale halyard harbor haven hawser headland heron horizon hull ' +
  'inlet island jetty jib keel kelp ketch knot lagoon lantern lee lighthouse log lookout lugger mainsail mariner ' +
  'mast meridian mizzen moorings narwhal oar ocean osprey otter passage pelican petrel pier pilot plover port ' +
  'prow puffin quay reef ridge rigging rudder sail sandbar schooner sextant shallop shoal shore skerry skiff sloop ' +
  'sound spar spinnaker spray squall starboard stern strait surf swell tern tide tiller trawler tug vessel voyage ' +
  'wake wave whale wharf wind yawl'
).split(' ');

/**
 * A name a person can say, `brisk-lagoon-12`: two words that follow from the run's id, and its number in the project.
 * The same id always gets the same words, so no chance is involved.
 */
export function makeDisplayName(db: ReadableDb, project: ProjectRowId, runName: string): string {
  const { count } = prepared(
    db,
    `SELECT (SELECT count(*) FROM runs WHERE project_id = ?) + (SELECT count(*) FROM deleted_runs WHERE project_id = ?)
     AS count`,
  ).get(project, project) as { count: number };
  const hash = fnv1a(`${project}/${runName}`);
  const adjective = ADJECTIVES[hash % ADJECTIVES.length] ?? 'plain';
  const noun = NOUNS[Math.floor(hash / ADJECTIVES.length) % NOUNS.length] ?? 'run';
  return `${adjective}-${noun}-${count + 1}`;
}

/** FNV-1a, 32 bits: spreads near-equal ids well and needs no import. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
