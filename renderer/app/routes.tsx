import { useEffect, type ReactElement } from 'react';
import {
  ArtifactCollectionPage,
  ArtifactsPage,
  ArtifactVersionPage,
  AuthorizePage,
  ComparePage,
  ConnectPage,
  GalleryPage,
  HomePage,
  ImportPage,
  MachinePage,
  MissingPage,
  MissingProject,
  OverviewPage,
  RunPage,
  RunsPage,
  SettingsPage,
  SweepPage,
  SweepsPage,
  SyncPage,
  TrashPage,
  WorkspacePage,
} from '#ui/pages';
import { useProjects } from '#ui/data';
import type { Address, ArtifactAddress } from './address.ts';
import { lastTab, rememberTab, type ProjectTab } from './recent.ts';
import type { ProjectPath } from '#shared/units';

/** The page of an address. Pages of another run or project start afresh. */
export function PageFor({ address }: { readonly address: Address }): ReactElement {
  switch (address.page) {
    case 'home':
      return <HomePage />;
    case 'connect':
      return <ConnectPage />;
    case 'import':
      return <ImportPage />;
    case 'machine':
      return <MachinePage />;
    case 'sync':
      return <SyncPage />;
    case 'settings':
      return <SettingsPage />;
    case 'authorize':
      return <AuthorizePage />;
    case 'compare':
      return <ComparePage project={address.project} />;
    case 'gallery':
      return <GalleryPage key={Object.values(address.project).join('/')} project={address.project} />;
    case 'sweep':
      return <SweepPage key={address.sweep} project={address.project} name={address.sweep} />;
    case 'artifact':
      return <ArtifactPlace address={address} />;
    case 'project':
      if (address.tab === 'sweeps') return <SweepsPage project={address.project} />;
      if (address.tab === 'overview') return <OverviewPlace project={address.project} />;
      if (address.tab === 'trash')
        return <TrashPage key={Object.values(address.project).join('/')} project={address.project} />;
      return <ProjectTabPage project={address.project} tab={address.tab ?? lastTab(address.project)} />;
    case 'run':
      return <RunPage key={Object.values(address.run).join('/')} path={address.run} tab={address.tab} />;
    case 'unknown':
      return <MissingPage pathname={address.pathname} />;
  }
}

/** The page that an address shows, for its code to be fetched before it is drawn. */
export function chunkFor(address: Address): Pick<typeof HomePage, 'preload'> {
  switch (address.page) {
    case 'home':
      return HomePage;
    case 'connect':
      return ConnectPage;
    case 'import':
      return ImportPage;
    case 'machine':
      return MachinePage;
    case 'sync':
      return SyncPage;
    case 'settings':
      return SettingsPage;
    case 'authorize':
      return AuthorizePage;
    case 'compare':
      return ComparePage;
    case 'gallery':
      return GalleryPage;
    case 'sweep':
      return SweepPage;
    case 'artifact':
      if (address.collection === undefined) return ArtifactsPage;
      return address.version === undefined ? ArtifactCollectionPage : ArtifactVersionPage;
    case 'project':
      if (address.tab === 'sweeps') return SweepsPage;
      if (address.tab === 'overview') return OverviewPage;
      if (address.tab === 'trash') return TrashPage;
      return (address.tab ?? lastTab(address.project)) === 'table' ? RunsPage : WorkspacePage;
    case 'run':
      return RunPage;
    case 'unknown':
      return MissingPage;
  }
}

function ArtifactPlace({ address }: { readonly address: ArtifactAddress }): ReactElement {
  const { project, type, collection, version, tab } = address;
  if (collection === undefined) return <ArtifactsPage project={project} type={type} />;
  if (version === undefined)
    return <ArtifactCollectionPage key={collection} project={project} collection={collection} />;
  return (
    <ArtifactVersionPage
      key={`${collection}:${version}`}
      project={project}
      collection={collection}
      version={version}
      tab={tab}
    />
  );
}

function ProjectTabPage({ project, tab }: { readonly project: ProjectPath; readonly tab: ProjectTab }): ReactElement {
  const key = `${project.entity}/${project.project}`;
  const { entity, project: name } = project;
  const isUnknown = useIsUnknown(project);
  useEffect(() => {
    if (!isUnknown) rememberTab({ entity, project: name }, tab);
  }, [entity, name, tab, isUnknown]);
  if (isUnknown) return <MissingProject project={project} />;
  return tab === 'table' ? <RunsPage key={key} project={project} /> : <WorkspacePage key={key} project={project} />;
}

function OverviewPlace({ project }: { readonly project: ProjectPath }): ReactElement {
  if (useIsUnknown(project)) return <MissingProject project={project} />;
  return <OverviewPage key={`${project.entity}/${project.project}`} project={project} />;
}

/** True once it is known that there is no such project. */
function useIsUnknown({ entity, project }: ProjectPath): boolean {
  return useProjects().data?.some(({ path }) => path.entity === entity && path.project === project) === false;
}
