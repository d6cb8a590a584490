import { apiWrites } from '#host/api';
import { bundleWrites } from '#host/bundle';
import { systemClock, dataPaths } from '#host/base';
import { fileWrites } from '#host/files';
import { ingestWrites } from '#host/ingest';
import { offlineWrites } from '#host/offline';
import { closeWritable, machineWrites, openWritable, runInTransaction, sealSome, type WriteContext } from '#host/store';
import { runThread } from './threads/entry.ts';

// The one thread that writes: each call is one transaction.
runThread<WriteContext>(({ dataDir }, tell) => {
  const { now } = systemClock;
  const db = openWritable(dataPaths(dataDir), now);
  return {
    rooms: [ingestWrites, fileWrites, apiWrites, offlineWrites, bundleWrites, machineWrites],
    lateRooms: {
      graphql: async () => (await import('./graphql-handlers.ts')).graphqlWrites,
      sweeps: async () => (await import('./sweep-handlers.ts')).sweepWrites,
    },
    run(handle) {
      const { result, events } = runInTransaction(db, now, handle);
      if (events.length > 0) tell({ kind: 'events', events });
      return result;
    },
    rest: () => runInTransaction(db, now, sealSome).result,
    close: () => closeWritable(db),
  };
});
