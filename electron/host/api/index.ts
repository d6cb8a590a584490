import type { FastifyInstance } from 'fastify';
import type { HostContext } from '#host/base';
import { registerAlertRoutes } from './routes/alerts.ts';
import { registerArtifactRoutes } from './routes/artifacts.ts';
import { registerChartRoutes } from './routes/charts.ts';
import { registerEventRoutes } from './routes/events.ts';
import { registerHostRoutes } from './routes/host.ts';
import { registerFrameRoute } from './routes/frame.ts';
import { registerMediaRoutes } from './routes/media.ts';
import { registerProjectRoutes } from './routes/projects.ts';
import { registerRunRoutes } from './routes/runs.ts';
import { registerTableRoutes } from './routes/tables.ts';
import { registerTrashRoutes } from './routes/trash.ts';

export { startTrashCare } from './trash-care.ts';
export { apiWrites } from './writes.ts';

/**
 * All routes of `#shared/api` under `/api/`. Bodies, queries and paths are checked here (`body.invalid` names field and
 * bound); reading goes to the reader threads and is dropped when the caller goes away; changes go to the writer.
 */
export function registerApiRoutes(app: FastifyInstance, host: HostContext): void {
  registerHostRoutes(app, host);
  registerAlertRoutes(app, host);
  registerProjectRoutes(app, host);
  registerRunRoutes(app, host);
  registerTrashRoutes(app, host);
  registerArtifactRoutes(app, host);
  registerMediaRoutes(app, host);
  registerChartRoutes(app, host);
  registerTableRoutes(app, host);
  registerFrameRoute(app);
  registerEventRoutes(app, host);
}
