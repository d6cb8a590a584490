import type { EventHub, Logger } from '#host/base';
import type { ChangeEvent } from '#shared/api';
import { asProblem } from '#shared/errors';

/** Makes the hub; a listener that throws is logged and does not keep the others from hearing. */
export function makeEventHub(log: Logger): EventHub {
  const listeners = new Set<(event: ChangeEvent) => void>();
  return {
    publish(event) {
      for (const listener of listeners) {
        try {
          listener(event);
        } catch (error) {
          log.error('a listener to changes failed', { reason: asProblem(error).message });
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
