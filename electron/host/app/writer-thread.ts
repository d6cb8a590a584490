import { apiWrites } from '#host/api';
import { systemClock, dataPaths } from '#host/base';
import { fileWrites } from '#host/files';
import { graphqlWrites } from '#host/graphql';
import { ingestWrites } from '#host/ingest';
import { closeWritable, openWritable, runWriteCall, type WriteContext } from '#host/store';
import { joinHandlers, runThread, wrapHandlers } from './threads/entry.ts';

// The one thread that writes: each call is one transaction.
runThread(({ dataDir }, tell) => {
  const now = systemClock.now;
  const db = openWritable(dataPaths(dataDir), now);
  const handlers = joinHandlers<WriteContext>(ingestWrites, graphqlWrites, fileWrites, apiWrites);
  return {
    ...wrapHandlers(Object.keys(handlers), (name, args) => {
      const { result, events } = runWriteCall(db, handlers, { name, args }, now);
      if (events.length > 0) tell({ kind: 'events', events });
      return result;
    }),
    'thread.close': () => closeWritable(db),
  };
});
