import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface OldServer {
  readonly address: string;
  stop(): Promise<void>;
}

/**
 * A host as it was when it did not know some words of the protocol yet: a query that uses one of them is answered as a
 * GraphQL server answers what its schema does not hold (status 400 and what graphql-js says); everything else is passed on.
 * `unknown` gives the words that are unknown now, each with what the server says of it.
 */
export async function startOldServer(
  target: string,
  unknown: () => Readonly<Record<string, string>>,
): Promise<OldServer> {
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.once('end', () => {
      const body = Buffer.concat(chunks);
      const query = incoming.url === '/graphql' ? (JSON.parse(body.toString()) as { query: string }).query : '';
      const word = Object.keys(unknown()).find((one) => query.includes(one));
      if (word !== undefined) {
        const answer = { errors: [{ message: unknown()[word], extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] };
        outgoing.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
        return;
      }
      const { method, headers } = incoming;
      const through = request(new URL(incoming.url ?? '/', target), { method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      through.once('error', () => outgoing.destroy());
      through.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
