import { readFile } from 'node:fs/promises';
import { isIP, type Socket } from 'node:net';
import { endianness } from 'node:os';
import { isLoopbackHost } from './hosts.ts';

/** The four numbers that name one TCP connection, seen from us. */
export interface PeerSocket {
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly localAddress: string;
  readonly localPort: number;
}

/** The user id that owns the other end of a loopback connection; undefined when it cannot be known. */
export type PeerUid = (peer: PeerSocket) => Promise<number | undefined>;

/**
 * Whether the other end of a connection belongs to this operating-system user (or root), asked once per connection.
 * On Linux by `peerUid`; on other systems every loopback peer is trusted, because there is no such table to read.
 */
export function makePeerTrust(
  peerUid: PeerUid | undefined,
  ownUid: number | undefined,
): (socket: Socket) => Promise<boolean> {
  const known = new WeakMap<Socket, Promise<boolean>>();
  const ask = async (socket: Socket): Promise<boolean> => {
    const { remoteAddress, remotePort, localAddress, localPort } = socket;
    if (
      remoteAddress === undefined ||
      remotePort === undefined ||
      localAddress === undefined ||
      localPort === undefined
    ) {
      return false;
    }
    if (!isLoopbackHost(remoteAddress)) return false;
    if (peerUid === undefined || ownUid === undefined) return true;
    const uid = await peerUid({ remoteAddress, remotePort, localAddress, localPort });
    return uid !== undefined && (uid === ownUid || uid === 0);
  };
  return (socket) => {
    let answer = known.get(socket);
    if (answer === undefined) known.set(socket, (answer = ask(socket)));
    return answer;
  };
}

/** Reads the owner from the kernel's tables of TCP sockets. A miss is looked up again: the tables change while read. */
export const linuxPeerUid: PeerUid = async (peer) => {
  for (let attempt = 0; attempt < 3; attempt++) {
    for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
      const text = await readFile(table, 'utf8').catch(() => '');
      const uid = findOwner(text, peer);
      if (uid !== undefined) return uid;
    }
  }
  return undefined;
};

/**
 * The owner of the peer's socket in the text of /proc/net/tcp or tcp6; undefined when the row is not there.
 * Source: Linux `net/ipv4/tcp_ipv4.c` get_tcp4_sock. A socket that its process has closed already is listed with
 * owner 0 and inode 0, so a row without inode says nothing about who it was.
 */
export function findOwner(table: string, peer: PeerSocket): number | undefined {
  for (const asV6 of [false, true]) {
    const from = tableAddress(peer.remoteAddress, peer.remotePort, asV6);
    const to = tableAddress(peer.localAddress, peer.localPort, asV6);
    if (from === undefined || to === undefined) continue;
    const at = table.indexOf(`: ${from} ${to} `);
    if (at < 0) continue;
    const row = table.slice(at + 2, table.indexOf('\n', at) < 0 ? undefined : table.indexOf('\n', at));
    const columns = row.trim().split(/\s+/);
    const uid = Number(columns[6]);
    return columns[8] === '0' || !Number.isInteger(uid) ? undefined : uid;
  }
  return undefined;
}

function tableAddress(address: string, port: number, asV6: boolean): string | undefined {
  const bytes = addressBytes(address, asV6);
  if (bytes === undefined) return undefined;
  const hex = (n: number, width: number): string => n.toString(16).toUpperCase().padStart(width, '0');
  let text = '';
  // The kernel prints each 32-bit word of the address in its own byte order.
  for (let word = 0; word < bytes.length; word += 4) {
    const four = bytes.slice(word, word + 4);
    if (endianness() === 'LE') four.reverse();
    text += four.map((byte) => hex(byte, 2)).join('');
  }
  return `${text}:${hex(port, 4)}`;
}

function addressBytes(address: string, asV6: boolean): number[] | undefined {
  const v4 = address.replace(/^::ffff:/i, '');
  if (isIP(v4) === 4) {
    const bytes = v4.split('.').map(Number);
    return asV6 ? [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, ...bytes] : bytes;
  }
  // Of IPv6 only the loopback address is ever asked for.
  return asV6 && v4 === '::1' ? [...Array<number>(15).fill(0), 1] : undefined;
}
