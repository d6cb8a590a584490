import type { PatientLink } from './patient-link.ts';

/** Files of one request for addresses, and how many are sent at once. */
const BATCH = 50;
const PARALLEL = 4;

/** Where a file may be put; undefined for one that the server does not want. */
export type UploadPlace = { readonly url: string; readonly headers: readonly string[] } | undefined;

/** A file, or bytes, to be sent. */
export interface Upload {
  readonly source: string | Uint8Array;
  /** Hears of bytes on the wire, see PatientLink. */
  readonly onBytes: (count: number) => void;
}

/**
 * Sends files, several at once. `askPlaces` tells where, for a batch at a time and once more for one whose upload failed,
 * because an address may have run out; `done` hears of each that is over there, or was. Errors: those of PatientLink.
 */
export async function sendAll<T extends Upload>(
  link: PatientLink,
  files: readonly T[],
  askPlaces: (batch: readonly T[]) => Promise<readonly UploadPlace[]>,
  done: (file: T, isSent: boolean) => void,
): Promise<void> {
  for (let at = 0; at < files.length; at += BATCH) {
    const batch = files.slice(at, at + BATCH);
    const places = await askPlaces(batch);
    const jobs = batch.map((file, i) => ({ file, place: places[i] }));
    const work = async (): Promise<void> => {
      for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) {
        done(job.file, await sendOne(link, job.file, job.place, askPlaces));
      }
    };
    const ends = await Promise.allSettled(
      Array.from({ length: PARALLEL }, async () => {
        try {
          await work();
        } catch (error) {
          // One that fails ends the push: the others finish what they have begun, and no more.
          jobs.length = 0;
          throw error;
        }
      }),
    );
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }
}

async function sendOne<T extends Upload>(
  link: PatientLink,
  file: T,
  first: UploadPlace,
  askPlaces: (batch: readonly T[]) => Promise<readonly UploadPlace[]>,
): Promise<boolean> {
  let place = first;
  let isAgain = false;
  let isSent = false;
  await link.ask(async (host) => {
    if (isAgain) [place] = await askPlaces([file]);
    isAgain = true;
    isSent = place !== undefined;
    if (place !== undefined) await host.put(place.url, place.headers, file.source);
  }, file.onBytes);
  return isSent;
}
