export { isLoopbackHost } from './hosts.ts';
export type { PeerSocket, PeerUid } from './peer.ts';
export { createHttpServer, type HttpOptions } from './server.ts';
