import type { FastifyInstance } from 'fastify';
import { callerFor, checked, type HostContext } from '#host/base';
import type { fileReads } from '#host/files';
import type { queryReads } from '#host/query';
import type { LogPage, LogSearch, RunDetail, RunFile } from '#shared/api';
import type { RunPath } from '#shared/units';
import { signalOf } from '../cancel.ts';
import { readMetadataFile } from '../metadata.ts';
import { logPageQuery, logSearchQuery, runEdit, runParams } from '../schemas.ts';
import type { apiWrites } from '../writes.ts';

const RUN = '/api/runs/:entity/:project/:run';

/** Notes may be long. */
const EDIT_BODY_BYTES = 8 * 1024 * 1024;

/** Routes of one run: its page, edits, stop, logs and files. */
export function registerRunRoutes(app: FastifyInstance, host: HostContext): void {
  const readers = callerFor<typeof queryReads>(host.readers);
  const files = callerFor<typeof fileReads>(host.readers);
  const writer = callerFor<typeof apiWrites>(host.writer);

  const readDetail = async (path: RunPath, signal: AbortSignal): Promise<RunDetail> => {
    const [detail, metadata] = await Promise.all([
      readers.call('query.run', path, { signal }),
      readMetadataFile(host, path, signal),
    ]);
    return metadata === undefined ? detail : { ...detail, metadata };
  };

  app.get(RUN, async (request, reply): Promise<RunDetail> =>
    readDetail(checked(runParams, request.params), signalOf(reply)),
  );

  app.patch(RUN, { bodyLimit: EDIT_BODY_BYTES }, async (request, reply): Promise<RunDetail> => {
    const path = checked(runParams, request.params);
    await writer.call('api.editRun', { path, edit: checked(runEdit, request.body) });
    return readDetail(path, signalOf(reply));
  });

  app.post(`${RUN}/stop`, async (request) => writer.call('api.stopRun', checked(runParams, request.params)));

  app.get(`${RUN}/logs`, async (request, reply): Promise<LogPage> => {
    const args = { path: checked(runParams, request.params), ...checked(logPageQuery, request.query) };
    return readers.call('query.logs', args, { signal: signalOf(reply) });
  });

  app.get(`${RUN}/logs/search`, async (request, reply): Promise<LogSearch> => {
    const query = checked(logSearchQuery, request.query);
    const search = {
      text: query.text,
      isRegex: query.regex === '1',
      isCaseSensitive: query.case === '1',
      ...(query.limit === undefined ? {} : { limit: query.limit }),
    };
    const args = { path: checked(runParams, request.params), search };
    return readers.call('query.logSearch', args, { signal: signalOf(reply) });
  });

  app.get(`${RUN}/files`, async (request, reply): Promise<RunFile[]> =>
    files.call('files.list', { path: checked(runParams, request.params) }, { signal: signalOf(reply) }),
  );
}
