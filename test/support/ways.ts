import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { ROOT } from './host.ts';

const TLS = join(ROOT, 'test', 'fixtures', 'tls');
/** The authority that signed the certificates of startTlsFront. */
export const LAB_CA = readFileSync(join(TLS, 'ca.pem'), 'utf8');

export interface Way {
  readonly address: string;
  stop(): Promise<void>;
}

/** The far end of TLS in front of a host, as a gateway is: `good`, expired (`old`), or of another name (`other`). */
export async function startTlsFront(target: string, certificate: 'good' | 'old' | 'other'): Promise<Way> {
  const pem = (name: string): Buffer => readFileSync(join(TLS, name));
  const options = { cert: pem(`${certificate}.pem`), key: pem(`${certificate}.key`) };
  const server = createTlsServer(options, (incoming, outgoing) => {
    pass(incoming, outgoing, new URL(incoming.url ?? '/', target), { 'x-forwarded-proto': 'https' });
  });
  return listening(server, 'https');
}

export interface ForwardProxy extends Way {
  /** `POST http://…/graphql`, `CONNECT 127.0.0.1:443`. */
  readonly seen: readonly string[];
}

/** A proxy that asks for a user and a password. */
export async function startForwardProxy(user: string, password: string): Promise<ForwardProxy> {
  const seen: string[] = [];
  const wanted = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const isAllowed = ({ headers }: IncomingMessage): boolean => headers['proxy-authorization'] === wanted;
  const server = createServer((incoming, outgoing) => {
    if (!isAllowed(incoming)) {
      incoming.resume();
      outgoing.writeHead(407, { 'proxy-authenticate': 'Basic' }).end('no');
      return;
    }
    seen.push(`${incoming.method} ${incoming.url}`);
    pass(incoming, outgoing, new URL(incoming.url ?? ''), {});
  });
  server.on('connect', (incoming: IncomingMessage, near: Socket) => {
    near.once('error', () => undefined);
    if (!isAllowed(incoming)) {
      near.end('HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic\r\n\r\n');
      return;
    }
    seen.push(`CONNECT ${incoming.url}`);
    const [host = '', port = ''] = (incoming.url ?? '').split(':');
    const far = connect(Number(port), host, () => {
      near.write('HTTP/1.1 200 OK\r\n\r\n');
      far.pipe(near).pipe(far);
    });
    far.once('error', () => near.destroy());
    near.once('close', () => far.destroy());
  });
  return { ...(await listening(server, 'http')), seen };
}

function pass(incoming: IncomingMessage, outgoing: ServerResponse, url: URL, more: Record<string, string>): void {
  const { 'proxy-authorization': _, 'proxy-connection': __, ...headers } = incoming.headers;
  const through = request(url, { method: incoming.method, headers: { ...headers, ...more } }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  through.once('error', () => outgoing.writeHead(502).end());
  incoming.pipe(through);
}

async function listening(server: ReturnType<typeof createServer>, scheme: string): Promise<Way> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `${scheme}://127.0.0.1:${port}`,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
