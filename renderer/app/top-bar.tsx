import {
  ChartSpline,
  ChevronDown,
  Info,
  Radar,
  Monitor,
  Moon,
  Package,
  Search,
  Sun,
  Table2,
  Trash2,
} from 'lucide-react';
import { useEffect, type ReactElement } from 'react';
import { Link, useLocation } from 'wouter';
import { projectHref, runHref, type ProjectPath, type RunPath } from '#shared/units';
import { useProjects, useRun, useArtifactCount, useSweepCount, useTrashCount } from '#ui/data';
import {
  chooseTheme,
  ColorDot,
  colorFor,
  IconButton,
  KeyHint,
  LinkTabs,
  Menu,
  StateIcon,
  useThemeChoice,
  type MenuEntry,
  type ThemeChoice,
} from '#ui/widgets';
import { projectOf, type Address, type ProjectPlace } from './address.ts';
import styles from './frame.module.css';
import { lastTab } from './recent.ts';
import { strings } from './strings.ts';

/** Where one is (breadcrumb), the project's tabs, search and theme; one line. */
export function TopBar({
  address,
  onSearch,
}: {
  readonly address: Address;
  readonly onSearch: () => void;
}): ReactElement {
  const project = projectOf(address);
  return (
    <header className={styles.bar}>
      <nav className={styles.crumbs} aria-label={strings.place}>
        {project === undefined ? undefined : <ProjectCrumb project={project} isPlace={address.page !== 'run'} />}
        {'project' in address || 'run' in address ? undefined : <PageCrumb page={address.page} />}
        {address.page === 'run' ? <RunCrumb path={address.run} /> : undefined}
      </nav>
      {address.page === 'project' ? <ProjectTabs project={address.project} tab={address.tab} /> : undefined}
      {address.page === 'artifact' ? <ProjectTabs project={address.project} tab="artifacts" /> : undefined}
      {address.page === 'gallery' ? <ProjectTabs project={address.project} tab={undefined} /> : undefined}
      {address.page === 'compare' ? <ProjectTabs project={address.project} tab="table" /> : undefined}
      {address.page === 'sweep' ? <ProjectTabs project={address.project} tab="sweeps" /> : undefined}
      <span className={styles.spring} />
      <button type="button" className={styles.searchButton} aria-label={strings.search} onClick={onSearch}>
        <Search size={14} aria-hidden />
        <span className={styles.searchWords}>{strings.search}</span>
        <KeyHint keys="$mod+K" />
      </button>
      <ThemeMenu />
    </header>
  );
}

/** Pages that belong to no project. */
type PlainPage = Exclude<Address, { readonly project: ProjectPath } | { readonly run: RunPath }>['page'];

function PageCrumb({ page }: { readonly page: PlainPage }): ReactElement {
  const words: Record<PlainPage, string> = {
    home: strings.projects,
    connect: strings.connect,
    settings: strings.settings,
    machine: strings.machine,
    sync: strings.sync,
    import: strings.openLogs,
    authorize: strings.apiKey,
    unknown: strings.notFound,
  };
  const word = words[page];
  useTitle(`${word} · ${strings.product}`);
  return <span className={styles.crumbHere}>{word}</span>;
}

function ProjectCrumb({
  project,
  isPlace,
}: {
  readonly project: ProjectPath;
  /** False on a run's page, whose name the window's title has. */
  readonly isPlace: boolean;
}): ReactElement {
  const [, navigate] = useLocation();
  const projects = useProjects().data ?? [];
  const known = projects.find(({ path }) => path.entity === project.entity && path.project === project.project);
  const runningCount = known?.stateCounts.running ?? 0;
  const running = runningCount === 0 ? [] : [strings.running(runningCount)];
  useTitle(isPlace ? [project.project, ...running, strings.product].join(' · ') : undefined);
  const entries = (): MenuEntry[] =>
    projects.slice(0, 40).map((other) => ({
      kind: 'action',
      label: other.path.project,
      note: other.path.entity,
      run: () => navigate(projectHref(other.path)),
    }));
  return (
    <>
      <Link href="/" className={styles.crumb}>
        {project.entity}
      </Link>
      <span className={styles.slash} aria-hidden>
        /
      </span>
      <Link href={projectHref(project)} className={styles.crumbStrong} title={project.project}>
        {project.project}
      </Link>
      {projects.length < 2 ? undefined : (
        <Menu
          trigger={
            <IconButton label={strings.switchProject} size="small">
              <ChevronDown size={14} aria-hidden />
            </IconButton>
          }
          entries={entries}
        />
      )}
    </>
  );
}

function RunCrumb({ path }: { readonly path: RunPath }): ReactElement {
  const head = useRun(path).data?.head;
  const name = head?.displayName ?? path.run;
  useTitle(`${name} · ${path.project} · ${strings.product}`);
  return (
    <>
      <span className={styles.slash} aria-hidden>
        /
      </span>
      <Link href={`${projectHref(path)}/table`} className={styles.crumb}>
        {strings.runs.toLowerCase()}
      </Link>
      <span className={styles.slash} aria-hidden>
        /
      </span>
      {head === undefined ? undefined : <ColorDot color={colorFor(head.ordinal, head.color)} />}
      <Link href={runHref(path)} className={styles.crumbStrong} title={name} aria-current="page">
        {name}
      </Link>
      {head === undefined ? undefined : <StateIcon state={head.state} />}
    </>
  );
}

function ProjectTabs({
  project,
  tab,
}: {
  readonly project: ProjectPath;
  readonly tab: ProjectPlace | 'artifacts' | undefined;
}): ReactElement {
  const shown = tab ?? lastTab(project);
  const sweepCount = useSweepCount(project).data?.count ?? 0;
  const artifactCount = useArtifactCount(project).data?.count ?? 0;
  const trashCount = useTrashCount(project).data?.count ?? 0;
  const href = projectHref(project);
  return (
    <LinkTabs
      label={strings.projectTabs}
      items={[
        {
          href: `${href}/overview`,
          label: strings.overview,
          icon: <Info size={15} aria-hidden />,
          isCurrent: shown === 'overview',
        },
        {
          href: `${href}/workspace`,
          label: strings.workspace,
          icon: <ChartSpline size={15} aria-hidden />,
          isCurrent: shown === 'workspace',
        },
        {
          href: `${href}/table`,
          label: strings.runs,
          icon: <Table2 size={15} aria-hidden />,
          isCurrent: shown === 'table',
        },
        ...(sweepCount === 0 && shown !== 'sweeps'
          ? []
          : [
              {
                href: `${href}/sweeps`,
                label: strings.sweeps,
                icon: <Radar size={15} aria-hidden />,
                isCurrent: shown === 'sweeps',
              },
            ]),
        ...(artifactCount === 0 && shown !== 'artifacts'
          ? []
          : [
              {
                href: `${href}/artifacts`,
                label: strings.artifacts,
                icon: <Package size={15} aria-hidden />,
                isCurrent: shown === 'artifacts',
              },
            ]),
        ...(trashCount === 0 && shown !== 'trash'
          ? []
          : [
              {
                href: `${href}/trash`,
                label: strings.trash,
                icon: <Trash2 size={15} aria-hidden />,
                isCurrent: shown === 'trash',
              },
            ]),
      ]}
    />
  );
}

function ThemeMenu(): ReactElement {
  const choice = useThemeChoice();
  const icons = {
    light: <Sun size={15} aria-hidden />,
    dark: <Moon size={15} aria-hidden />,
    system: <Monitor size={15} aria-hidden />,
  };
  const words = { light: strings.themeLight, dark: strings.themeDark, system: strings.themeSystem };
  const choices: readonly ThemeChoice[] = ['light', 'dark', 'system'];
  return (
    <Menu
      align="end"
      trigger={<IconButton label={strings.theme}>{icons[choice]}</IconButton>}
      entries={choices.map((one) => ({
        kind: 'action',
        label: words[one],
        icon: icons[one],
        isChecked: one === choice,
        run: () => chooseTheme(one),
      }))}
    />
  );
}

/** The window's title; undefined leaves it to another part of the bar. */
function useTitle(title: string | undefined): void {
  useEffect(() => {
    if (title !== undefined) document.title = title;
  }, [title]);
}
