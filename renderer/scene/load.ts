import type { Object3D } from 'three';
import type { Cloud } from './cloud.ts';
import type { CloudAnswer, CloudQuestion } from './cloud-worker.ts';
import { strings } from './strings.ts';

/** What a file holds: points with what lies between them, or a model. */
export type SceneContent =
  | { readonly kind: 'cloud'; readonly cloud: Cloud }
  | { readonly kind: 'model'; readonly object: Object3D; readonly triangles: number };

/** Larger files are not read into the page: the text of a model takes several times its size. */
const MOST_BYTES = 400 * 1024 * 1024;

/**
 * Loads a file of one of the kinds that the client sends, by the ending of `name`. Nothing else is fetched for it: a
 * model that refers to other files is refused. Errors: rejects with an Error in words.
 */
export async function loadScene(name: string, href: string, sizeBytes: number): Promise<SceneContent> {
  if (sizeBytes > MOST_BYTES) throw new Error(strings.tooLarge);
  if (/\.pts\.json$/i.test(name)) return { kind: 'cloud', cloud: await loadCloud(href) };
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  const response = await fetch(href);
  if (!response.ok) throw new Error(strings.notHad(response.status));
  const { readModel } = await import('./model.ts');
  return readModel(ending, await response.arrayBuffer());
}

let worker: Worker | undefined;
let lastId = 0;
const waiting = new Map<number, { readonly done: (cloud: Cloud) => void; readonly fail: (error: Error) => void }>();

function loadCloud(href: string): Promise<Cloud> {
  worker ??= startWorker();
  const id = (lastId += 1);
  const question: CloudQuestion = { id, href: new URL(href, location.href).href };
  worker.postMessage(question);
  return new Promise((done, fail) => waiting.set(id, { done, fail }));
}

function startWorker(): Worker {
  const made = new Worker(new URL('./cloud-worker.ts', import.meta.url), { type: 'module' });
  made.addEventListener('message', ({ data }: MessageEvent<CloudAnswer>) => {
    const one = waiting.get(data.id);
    waiting.delete(data.id);
    if ('cloud' in data) one?.done(data.cloud);
    else one?.fail(new Error(data.fault));
  });
  made.addEventListener('error', () => {
    for (const one of waiting.values()) one.fail(new Error(strings.brokeOff));
    waiting.clear();
    worker = undefined;
  });
  return made;
}
