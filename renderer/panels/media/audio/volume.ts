import { useSyncExternalStore } from 'react';

const VOLUME_KEY = 'taffrail.volume';

const listeners = new Set<() => void>();
/** The last one that could be heard, for turning the sound on again. */
let audible = 1;

/** How loud this person wants it, 0 to 1; kept on this machine. */
export function savedVolume(): number {
  const saved = Number(localStorage.getItem(VOLUME_KEY) ?? '1');
  return saved >= 0 && saved <= 1 ? saved : 1;
}

/** For all that sounds on the page. */
export function saveVolume(volume: number): void {
  localStorage.setItem(VOLUME_KEY, String(volume));
  if (volume > 0) audible = volume;
  for (const listener of listeners) listener();
}

/** Silent, or as loud as it was before that. */
export function toggleSound(): void {
  const volume = savedVolume();
  if (volume > 0) audible = volume;
  saveVolume(volume > 0 ? 0 : audible);
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The volume of this person, wherever it is changed. */
export function useVolume(): number {
  return useSyncExternalStore(listen, savedVolume);
}
