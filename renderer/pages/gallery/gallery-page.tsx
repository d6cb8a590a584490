import { useMemo, useState, type ReactElement } from 'react';
import type { ProjectKeys } from '#shared/api';
import { Problem } from '#shared/errors';
import type { ProjectPath } from '#shared/units';
import { useProjectKeys } from '#ui/data';
import { Board, galleryOf, useBoardStore, type BoardPlace, type Gallery, type PanelSource } from '#ui/panels';
import { CopyButton, ErrorNotice } from '#ui/widgets';
import { numericKeys, useChartSourcesOf, useSources } from '../workspace/sources.ts';
import { useVisibleRuns, type VisibleRuns } from '../workspace/use-visible-runs.ts';
import styles from './gallery.module.css';
import { strings } from './strings.ts';

const NO_SEARCH = { text: '', isRegex: false };

/** `/:entity/:project/gallery`: a panel of each kind over the project's own runs. */
export function GalleryPage({ project: given }: { readonly project: ProjectPath }): ReactElement {
  const { entity, project: name } = given;
  const project = useMemo(() => ({ entity, project: name }), [entity, name]);
  const keys = useProjectKeys(project);
  const charts = useChartSourcesOf(project);
  if (keys.isError && keys.data === undefined)
    return (
      <ErrorNotice
        title={keys.error.message}
        tip={keys.error instanceof Problem ? keys.error.toData().tip : undefined}
        onRetry={() => void keys.refetch()}
      />
    );
  if (keys.data === undefined || charts === undefined) return <div className={styles.page} aria-busy="true" />;
  return <Loaded project={project} keys={keys.data} charts={charts} />;
}

interface LoadedProps {
  readonly project: ProjectPath;
  readonly keys: ProjectKeys;
  readonly charts: readonly PanelSource[];
}

function Loaded({ project, keys, charts }: LoadedProps): ReactElement {
  const metrics = useSources(keys);
  const sources = useMemo(() => [...metrics, ...charts], [metrics, charts]);
  // What is logged later belongs to the next visit: a board that changes under the eyes is no gallery.
  const [gallery] = useState(() => galleryOf(keys, sources));
  const place = useBoardStore({
    project,
    scope: 'gallery',
    viewId: 'gallery',
    name: strings.title,
    start: gallery.body,
  });
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1 className={styles.title}>{strings.title}</h1>
        <p className={styles.intro}>{strings.intro}</p>
        <Missing gallery={gallery} />
      </header>
      <div className={styles.board}>
        {place === undefined ? undefined : <Panels project={project} place={place} sources={sources} keys={keys} />}
      </div>
    </div>
  );
}

interface PanelsProps {
  readonly project: ProjectPath;
  readonly place: BoardPlace;
  readonly sources: readonly PanelSource[];
  readonly keys: ProjectKeys;
}

function Panels({ project, place, sources, keys }: PanelsProps): ReactElement {
  const runs: VisibleRuns = useVisibleRuns(project, NO_SEARCH, place.store);
  const xKeys = useMemo(() => numericKeys(keys), [keys]);
  return (
    <Board
      place={place}
      hasViews={false}
      project={project}
      sources={sources}
      runs={runs.drawn}
      scope={runs.scope}
      groups={runs.groups}
      visibleCount={runs.visibleCount}
      xKeys={xKeys}
      empty={undefined}
    />
  );
}

/** Kinds that the project has nothing for, with what a script logs for them. */
function Missing({ gallery }: { readonly gallery: Gallery }): ReactElement | undefined {
  const kinds = gallery.missing.filter((kind) => kind.sample !== undefined);
  if (kinds.length === 0) return undefined;
  return (
    <section aria-label={strings.missing}>
      <p className={styles.intro}>
        {strings.missing}. {strings.missingTip}
      </p>
      <ul className={styles.missing}>
        {kinds.map((kind) => (
          <li key={kind.id} className={styles.sample}>
            {kind.title}: <code>{kind.sample}</code>
            <CopyButton text={kind.sample ?? ''} label={strings.copy(kind.title)} />
          </li>
        ))}
      </ul>
    </section>
  );
}
