import { lazy } from 'react';

export { exactTime, timeAgo } from './time.ts';

/** Each page is its own chunk, loaded when its address is first opened. */
export const HomePage = lazy(async () => ({ default: (await import('./home/home-page.tsx')).HomePage }));
export const ConnectPage = lazy(async () => ({ default: (await import('./connect/connect-page.tsx')).ConnectPage }));
export const SettingsPage = lazy(async () => ({
  default: (await import('./settings/settings-page.tsx')).SettingsPage,
}));
export const AuthorizePage = lazy(async () => ({
  default: (await import('./authorize/authorize-page.tsx')).AuthorizePage,
}));
export const ImportPage = lazy(async () => ({ default: (await import('./import/import-page.tsx')).ImportPage }));
/** The machine that the host lives on. */
export const MachinePage = lazy(async () => ({ default: (await import('./machine/machine-page.tsx')).MachinePage }));
/** Other servers, and the runs that go to them. */
export const SyncPage = lazy(async () => ({ default: (await import('./sync/sync-page.tsx')).SyncPage }));
export const MissingPage = lazy(async () => ({ default: (await import('./missing/missing-page.tsx')).MissingPage }));
/** A project that no run has been logged to: `<MissingProject project={path} />`. */
export const MissingProject = lazy(async () => ({
  default: (await import('./missing/missing-project.tsx')).MissingProject,
}));
/** The runs table of a project: `<RunsPage project={path} />`. */
export const RunsPage = lazy(async () => ({ default: (await import('./runs/runs-page.tsx')).RunsPage }));
/** The charts over the runs of a project: `<WorkspacePage project={path} />`. */
export const WorkspacePage = lazy(async () => ({
  default: (await import('./workspace/workspace-page.tsx')).WorkspacePage,
}));
/** Runs side by side: `<ComparePage project={path} />`; which ones stands in the address. */
export const ComparePage = lazy(async () => ({ default: (await import('./compare/compare-page.tsx')).ComparePage }));
/** A panel of each kind: `<GalleryPage project={path} />`. */
export const GalleryPage = lazy(async () => ({ default: (await import('./gallery/gallery-page.tsx')).GalleryPage }));
/** One run: `<RunPage path={path} tab="charts" />`, tabs charts, overview, logs, files, system. */
export const RunPage = lazy(async () => ({ default: (await import('./run/run-page.tsx')).RunPage }));
/** The artifacts of a project: `<ArtifactsPage project={path} type="model" />`, all types without one. */
export const ArtifactsPage = lazy(async () => ({
  default: (await import('./artifacts/artifacts-page.tsx')).ArtifactsPage,
}));
/** The versions of an artifact: `<ArtifactCollectionPage project={path} collection="net" />`. */
export const ArtifactCollectionPage = lazy(async () => ({
  default: (await import('./artifacts/collection-page.tsx')).CollectionPage,
}));
/** One version: `<ArtifactVersionPage project={path} collection="net" version="v3" tab="files" />`. */
export const ArtifactVersionPage = lazy(async () => ({
  default: (await import('./artifacts/version-page.tsx')).VersionPage,
}));
/** The sweeps of a project: `<SweepsPage project={path} />`. */
export const SweepsPage = lazy(async () => ({ default: (await import('./sweeps/sweeps-page.tsx')).SweepsPage }));
/** One sweep: `<SweepPage project={path} name="abcd1234" />`. */
export const SweepPage = lazy(async () => ({ default: (await import('./sweeps/sweep-page.tsx')).SweepPage }));
