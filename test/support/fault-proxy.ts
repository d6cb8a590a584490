import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pause } from './time.ts';

/** What a proxy does to one request. `cut`: the far side acts, and its answer is lost half-way; `full`: its disk is. */
export type Fault = 'none' | 'drop' | 'delay' | 'cut' | 'busy' | 'error' | 'full';

export interface FaultProxy {
  readonly address: string;
  /** Faults so far, by kind. */
  readonly counts: Readonly<Partial<Record<Fault, number>>>;
  stop(): Promise<void>;
}

/** A proxy to a host on this machine that asks for each request what goes wrong with it. */
export async function startFaultProxy(
  target: () => string,
  next: (request: IncomingMessage) => Fault,
): Promise<FaultProxy> {
  const counts: Partial<Record<Fault, number>> = {};
  const server = createServer((incoming, outgoing) => {
    const fault = next(incoming);
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

const STATUSES = { busy: 429, error: 500, full: 507 } as const;

function pass(incoming: IncomingMessage, outgoing: ServerResponse, target: string, fault: Fault): void {
  if (fault === 'drop') {
    incoming.socket.destroy();
    return;
  }
  if (fault === 'busy' || fault === 'error' || fault === 'full') {
    incoming.resume();
    incoming.once('end', () => {
      outgoing.writeHead(STATUSES[fault], fault === 'busy' ? { 'Retry-After': '0' } : {});
      outgoing.end(fault === 'full' ? '{"error":"no space left on device"}' : '{"error":"not now"}');
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
