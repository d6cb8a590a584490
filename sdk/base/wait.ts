import type { Clock } from './clock.ts';
import { SdkError } from './errors.ts';

/** How long a caller waits; what was accepted before is not lost by giving up. */
export interface Wait {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds; none = as long as it takes. */
  readonly timeout?: number | undefined;
}

/**
 * The promise's outcome, unless the caller gives up first: then it rejects with the signal's reason, or with an SdkError
 * `timeout`.
 */
export function within<T>(promise: Promise<T>, wait: Wait, clock: Clock): Promise<T> {
  const { signal, timeout } = wait;
  if (signal === undefined && timeout === undefined) return promise;
  return new Promise<T>((resolve, reject) => {
    const stopTimer = timeout === undefined ? undefined : clock.after(timeout, () => end(() => reject(late(timeout))));
    const onAbort = (): void => end(() => reject(reasonOf(signal)));
    const end = (settle: () => void): void => {
      stopTimer?.();
      signal?.removeEventListener('abort', onAbort);
      settle();
    };
    if (signal?.aborted === true) return onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
    promise.then(
      (value) => end(() => resolve(value)),
      (error: unknown) => end(() => reject(error instanceof Error ? error : new Error(String(error)))),
    );
  });
}

function late(timeout: number): SdkError {
  return new SdkError('timeout', `not done within ${timeout} ms`);
}

function reasonOf(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason;
  return reason instanceof Error ? reason : new SdkError('aborted', 'aborted', { cause: reason });
}
