import { chunk } from './chunk.ts';

export { preloadAll } from './chunk.ts';

export { exactTime, timeAgo } from './time.ts';

/** Each page is its own chunk, loaded when its address is first opened. */
export const HomePage = chunk(async () => (await import('./home/home-page.tsx')).HomePage);
export const ConnectPage = chunk(async () => (await import('./connect/connect-page.tsx')).ConnectPage);
export const SettingsPage = chunk(async () => (await import('./settings/settings-page.tsx')).SettingsPage);
export const AuthorizePage = chunk(async () => (await import('./authorize/authorize-page.tsx')).AuthorizePage);
export const ImportPage = chunk(async () => (await import('./import/import-page.tsx')).ImportPage);
/** The machine that the host lives on. */
export const MachinePage = chunk(async () => (await import('./machine/machine-page.tsx')).MachinePage);
/** Other servers, and the runs that go to them. */
export const SyncPage = chunk(async () => (await import('./sync/sync-page.tsx')).SyncPage);
export const MissingPage = chunk(async () => (await import('./missing/missing-page.tsx')).MissingPage);
/** A project that no run has been logged to: `<MissingProject project={path} />`. */
export const MissingProject = chunk(async () => (await import('./missing/missing-project.tsx')).MissingProject);
/** The runs table of a project: `<RunsPage project={path} />`. */
export const RunsPage = chunk(async () => (await import('./runs/runs-page.tsx')).RunsPage);
/** The charts over the runs of a project: `<WorkspacePage project={path} />`. */
export const WorkspacePage = chunk(async () => (await import('./workspace/workspace-page.tsx')).WorkspacePage);
/** Runs side by side: `<ComparePage project={path} />`; which ones stands in the address. */
export const ComparePage = chunk(async () => (await import('./compare/compare-page.tsx')).ComparePage);
/** A panel of each kind: `<GalleryPage project={path} />`. */
export const GalleryPage = chunk(async () => (await import('./gallery/gallery-page.tsx')).GalleryPage);
/** One run: `<RunPage path={path} tab="charts" />`, tabs charts, overview, logs, files, system. */
export const RunPage = chunk(async () => (await import('./run/run-page.tsx')).RunPage);
/** The artifacts of a project: `<ArtifactsPage project={path} type="model" />`, all types without one. */
export const ArtifactsPage = chunk(async () => (await import('./artifacts/artifacts-page.tsx')).ArtifactsPage);
/** The versions of an artifact: `<ArtifactCollectionPage project={path} collection="net" />`. */
export const ArtifactCollectionPage = chunk(
  async () => (await import('./artifacts/collection-page.tsx')).CollectionPage,
);
/** One version: `<ArtifactVersionPage project={path} collection="net" version="v3" tab="files" />`. */
export const ArtifactVersionPage = chunk(async () => (await import('./artifacts/version-page.tsx')).VersionPage);
/** A project at one glance: `<OverviewPage project={path} />`. */
export const OverviewPage = chunk(async () => (await import('./overview/overview-page.tsx')).OverviewPage);
/** The deleted runs of a project: `<TrashPage project={path} />`. */
export const TrashPage = chunk(async () => (await import('./trash/trash-page.tsx')).TrashPage);
/** The sweeps of a project: `<SweepsPage project={path} />`. */
export const SweepsPage = chunk(async () => (await import('./sweeps/sweeps-page.tsx')).SweepsPage);
/** One sweep: `<SweepPage project={path} name="abcd1234" />`. */
export const SweepPage = chunk(async () => (await import('./sweeps/sweep-page.tsx')).SweepPage);
