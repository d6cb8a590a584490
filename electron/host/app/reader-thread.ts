import { systemClock, dataPaths } from '#host/base';
import { fileReads } from '#host/files';
import { graphqlReads } from '#host/graphql';
import { queryReads } from '#host/query';
import { openReadable, sortSqliteError, type ReadContext } from '#host/store';
import { joinHandlers, runThread, wrapHandlers } from './threads/entry.ts';

// One of the threads that read: each call sees the store as it was at its first look.
runThread(({ dataDir }) => {
  const db = openReadable(dataPaths(dataDir));
  const handlers = joinHandlers<ReadContext>(fileReads, graphqlReads, queryReads);
  return {
    ...wrapHandlers(Object.keys(handlers), (name, args) => {
      const handler = handlers[name];
      if (handler === undefined) throw new Error(`no handler ${name}`);
      try {
        db.exec('BEGIN');
        return handler({ db, now: systemClock.now }, args as never);
      } catch (error) {
        throw sortSqliteError(error, db.name) ?? error;
      } finally {
        if (db.inTransaction) db.exec('COMMIT');
      }
    }),
    'thread.close': () => db.close(),
  };
});
