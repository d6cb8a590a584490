import { type CameraPlace, Shared, SharedCamera } from '#ui/scene';

/** How a molecule is turned, how near it is (1: all of it is seen), and how far it was pushed aside, in ångströms. */
export interface MoleculePlace {
  readonly turn: readonly [number, number, number, number];
  readonly nearness: number;
  readonly aside: readonly [number, number, number];
}

/** From where the things in space of a panel are looked at. */
export interface Cameras {
  readonly scenes: SharedCamera;
  readonly molecules: Shared<MoleculePlace>;
}

const STORAGE_KEY = 'taffrail.cameras';
/** More panels than a person turns; the longest unused are forgotten. */
const MOST_CAMERAS = 200;

type Saved = { scenes?: CameraPlace; molecules?: MoleculePlace };

/** Cameras in use by their names, and those of earlier visits, longest unused first. */
const inUse = new Map<string, Cameras>();
const saved = new Map<string, Saved>(readSaved());

/** The camera of a name, as it was left: also after the page was opened again. */
export function camerasOf(name: string): Cameras {
  const known = inUse.get(name);
  if (known !== undefined) return known;
  // The first camera of the page: without one there is nothing to write when it goes.
  if (inUse.size === 0) addEventListener('pagehide', writeNow);
  const { scenes, molecules } = saved.get(name) ?? {};
  const made: Cameras = { scenes: new SharedCamera(scenes), molecules: new Shared(molecules) };
  const keep = (): void => {
    saved.delete(name);
    const [one, other] = [made.scenes.place, made.molecules.place];
    if (one !== undefined || other !== undefined)
      saved.set(name, { ...(one && { scenes: one }), ...(other && { molecules: other }) });
    writeLater();
  };
  made.scenes.listen(keep);
  made.molecules.listen(keep);
  inUse.set(name, made);
  return made;
}

let timer = 0;

/** Once a movement is over, because a drag moves a camera at every frame; or when the page goes. */
function writeLater(): void {
  clearTimeout(timer);
  timer = window.setTimeout(write, 300);
}

function writeNow(): void {
  if (timer !== 0) write();
}

function write(): void {
  clearTimeout(timer);
  timer = 0;
  for (const name of [...saved.keys()].slice(0, Math.max(0, saved.size - MOST_CAMERAS))) saved.delete(name);
  localStorage.setItem(STORAGE_KEY, JSON.stringify([...saved]));
}

/** What is damaged is as if it had not been kept. */
function readSaved(): [string, Saved][] {
  let entries: unknown;
  try {
    entries = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '[]');
  } catch {
    return [];
  }
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry: unknown): [string, Saved][] => {
    if (!Array.isArray(entry) || typeof entry[0] !== 'string') return [];
    const { scenes, molecules } = fieldsOf(entry[1]);
    const [scene, molecule] = [fieldsOf(scenes), fieldsOf(molecules)];
    const { nearness } = molecule;
    return [
      [
        entry[0],
        {
          ...(isNumbers(scene['eye'], 3) && isNumbers(scene['middle'], 3)
            ? { scenes: scene as unknown as CameraPlace }
            : {}),
          ...(isNumbers(molecule['turn'], 4) && isNumbers(molecule['aside'], 3) && isNumbers([nearness], 1)
            ? { molecules: molecule as unknown as MoleculePlace }
            : {}),
        },
      ],
    ];
  });
}

function isNumbers(value: unknown, count: number): boolean {
  return Array.isArray(value) && value.length === count && value.every((one) => Number.isFinite(one));
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
