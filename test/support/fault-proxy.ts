import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pause } from './time.ts';

/** What a proxy does to one request. `cut`: the far side acts, and its answer is lost half-way. */
export type Fault = 'none' | 'drop' | 'delay' | 'cut' | 'busy' | 'error';

export interface FaultProxy {
  readonly address: string;
  /** Faults so far, by kind. */
  readonly counts: Readonly<Partial<Record<Fault, number>>>;
  stop(): Promise<void>;
}

/** A proxy to a host on this machine that asks for each request what goes wrong with it. */
export async function startFaultProxy(target: () => string, next: () => Fault): Promise<FaultProxy> {
  const counts: Partial<Record<Fault, number>> = {};
  const server = createServer((incoming, outgoing) => {
    const fault = next();
    counts[fault] = (counts[fault] ?? 0) + 1;
    pass(incoming, outgoing, target(), fault);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    counts,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function pass(incoming: IncomingMessage, outgoing: ServerResponse, target: string, fault: Fault): void {
  if (fault === 'drop') {
    incoming.socket.destroy();
    return;
  }
  if (fault === 'busy' || fault === 'error') {
    incoming.resume();
    incoming.once('end', () => {
      outgoing.writeHead(fault === 'busy' ? 429 : 500, fault === 'busy' ? { 'Retry-After': '0' } : {});
      outgoing.end('{"error":"not now"}');
    });
    return;
  }
  const { method, url, headers } = incoming;
  const through = request(new URL(url ?? '/', target), { method, headers }, (answer) => {
    const chunks: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => chunks.push(chunk));
    answer.once('error', () => outgoing.destroy());
    answer.once('end', () => {
      const body = Buffer.concat(chunks);
      if (fault === 'cut') {
        outgoing.writeHead(answer.statusCode ?? 500, { ...answer.headers, 'content-length': body.length + 1 });
        outgoing.write(body.subarray(0, body.length / 2), () => outgoing.destroy());
        return;
      }
      const send = (): void => {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        outgoing.end(body);
      };
      if (fault === 'delay') void pause(30).then(send);
      else send();
    });
  });
  through.once('error', () => outgoing.destroy());
  incoming.once('error', () => through.destroy());
  incoming.pipe(through);
}
