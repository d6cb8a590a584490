import { BroadcastChannel } from 'node:worker_threads';

/** A channel between the threads of the process; it does not keep the process alive. `hear` gets what others say. */
export function openChannel<T>(name: string, hear: (said: T) => void): BroadcastChannel {
  const channel = new BroadcastChannel(name);
  channel.unref();
  // Node's types leave open what the event is.
  channel.onmessage = (event) => hear((event as unknown as { readonly data: T }).data);
  return channel;
}
