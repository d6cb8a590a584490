import { projectAt, type ReadContext } from '#host/store';
import type { MediaItemsAnswer, MediaItemsQuery, MediaStepsAnswer, MediaStepsQuery } from '#shared/api';
import type { ProjectPath } from '#shared/units';
import { readMediaItems, readMediaSteps } from './read.ts';

/** What the reader threads answer about logged media. Errors: `project.unknown`. */
export const mediaReads = {
  'query.mediaSteps': (
    { db }: ReadContext,
    args: { readonly path: ProjectPath; readonly query: MediaStepsQuery },
  ): MediaStepsAnswer => readMediaSteps(db, projectAt(db, args.path).id, args.query),

  'query.mediaItems': (
    { db }: ReadContext,
    args: { readonly path: ProjectPath; readonly query: MediaItemsQuery },
  ): MediaItemsAnswer => readMediaItems(db, projectAt(db, args.path).id, args.query),
} as const;
