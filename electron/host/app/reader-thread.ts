import { systemClock, dataPaths } from '#host/base';
import { bundleReads } from '#host/bundle';
import { fileReads } from '#host/files';
import { offlineReads } from '#host/offline';
import { artifactReads, machineReads, queryReads } from '#host/query';
import { tableReads } from '#host/tables';
import { openReadable, sortSqliteError, type ReadContext } from '#host/store';
import { runThread } from './threads/entry.ts';

// One of the threads that read: each call sees the store as it was at its first look.
runThread<ReadContext>(({ dataDir }) => {
  const db = openReadable(dataPaths(dataDir));
  return {
    rooms: [artifactReads, fileReads, offlineReads, bundleReads, queryReads, machineReads, tableReads],
    lateRooms: {
      graphql: async () => (await import('./graphql-handlers.ts')).graphqlReads,
      sweeps: async () => (await import('./sweep-handlers.ts')).sweepReads,
    },
    run(handle) {
      try {
        db.exec('BEGIN');
        return handle({ db, now: systemClock.now });
      } catch (error) {
        throw sortSqliteError(error, db.name) ?? error;
      } finally {
        if (db.inTransaction) db.exec('COMMIT');
      }
    },
    close: () => db.close(),
  };
});
