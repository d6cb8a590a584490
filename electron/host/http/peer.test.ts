import { createServer, connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { findOwner, linuxPeerUid, makePeerTrust, type PeerSocket } from './peer.ts';

const V4 = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 11 1 0
   1: 0100007F:C350 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1001        0 12 1 0
   2: 0100007F:C351 0100007F:1F90 06 00000000:00000000 03:00001770 00000000     0        0 0 3 0
`;
const V6 = `  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000000000000000000001000000:C352 00000000000000000000000001000000:1F90 01 00000000:00000000 00:00000000 00000000  1002        0 13 1 0
   1: 0000000000000000FFFF00000100007F:C353 0000000000000000FFFF00000100007F:1F90 01 00000000:00000000 00:00000000 00000000  1003        0 14 1 0
`;
const peer = (remotePort: number, address = '127.0.0.1'): PeerSocket => ({
  remoteAddress: address,
  remotePort,
  localAddress: address,
  localPort: 8080,
});

test('the owner of the other end is found in the tables of the kernel', () => {
  expect(findOwner(V4, peer(50_000))).toBe(1001);
  expect(findOwner(V6, peer(50_002, '::1'))).toBe(1002);
  expect(findOwner(V6, peer(50_003))).toBe(1003);
  expect(findOwner(V4, peer(50_009))).toBeUndefined();
});

test('a connection that its process has left is listed as root, and is nobody', () => {
  expect(findOwner(V4, peer(50_001))).toBeUndefined();
});

async function accepted(host: string): Promise<Socket> {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  const address = server.address();
  const client = connect(typeof address === 'object' && address !== null ? address.port : 0, host);
  const [socket] = (await once(server, 'connection')) as [Socket];
  onTestFinished(() => {
    client.destroy();
    socket.destroy();
    server.close();
  });
  return socket;
}

test.runIf(process.platform === 'linux').each(['127.0.0.1', '::1'])(
  'a real connection over %s is ours',
  async (host) => {
    const socket = await accepted(host);
    const { remoteAddress = '', remotePort = 0, localAddress = '', localPort = 0 } = socket;
    expect(await linuxPeerUid({ remoteAddress, remotePort, localAddress, localPort })).toBe(process.getuid?.());
  },
);

test('the same user and root are trusted, others are not, and each connection is asked about once', async () => {
  const socket = await accepted('127.0.0.1');
  let asked = 0;
  const trust = makePeerTrust(async () => (asked++, 1000), 1000);
  expect([await trust(socket), await trust(socket), asked]).toEqual([true, true, 1]);
  expect(await makePeerTrust(async () => 0, 1000)(socket)).toBe(true);
  expect(await makePeerTrust(async () => 1001, 1000)(socket)).toBe(false);
  expect(await makePeerTrust(async () => undefined, 1000)(socket)).toBe(false);
  expect(await makePeerTrust(undefined, undefined)(socket)).toBe(true);
});
