/** A saved view: `GET /api/projects/:entity/:project/views`, `PUT …/views/:id`, `DELETE …/views/:id`. `body` is the renderer's own versioned JSON. */
export interface SavedView {
  readonly id: string;
  /** `workspace`, `runs-table`, or `run:<id>` for one run's page. */
  readonly scope: string;
  readonly name: string;
  readonly body: unknown;
  readonly updatedAt: number;
}
