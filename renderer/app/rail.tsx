import { Cable, Cpu, FolderInput, House, PanelLeftClose, PanelLeftOpen, Send, Settings } from 'lucide-react';
import { useState, type ReactElement, type ReactNode } from 'react';
import { Link } from 'wouter';
import type { ProjectSummary } from '#shared/api';
import { projectHref } from '#shared/units';
import { useProjects } from '#ui/data';
import { cx, IconButton, Tooltip } from '#ui/widgets';
import { projectOf, type Address } from './address.ts';
import { Alerts } from './alerts.tsx';
import styles from './frame.module.css';
import { Logo } from './logo.tsx';
import { strings } from './strings.ts';

const WIDE_KEY = 'taffrail.rail-wide';
/** As many recent projects as fit beside each other on a small screen. */
const RECENT_COUNT = 9;

/** The left rail: home, recent projects, connect, settings. Icons alone, or with names. */
export function Rail({ address }: { readonly address: Address }): ReactElement {
  const [isWide, setWide] = useState(() => localStorage.getItem(WIDE_KEY) === '1');
  const projects = useProjects().data ?? [];
  const current = projectOf(address);
  const toggle = (): void => {
    localStorage.setItem(WIDE_KEY, isWide ? '0' : '1');
    setWide(!isWide);
  };
  return (
    <nav className={cx(styles.rail, isWide && styles.wide)} aria-label={strings.navigation}>
      <Link href="/" className={styles.brand} aria-label={strings.product}>
        <Logo />
        {isWide ? <span className={styles.word}>{strings.wordmark}</span> : undefined}
      </Link>
      <RailLink
        href="/"
        label={strings.home}
        icon={<House size={17} />}
        isWide={isWide}
        isCurrent={address.page === 'home'}
      />
      {projects.length === 0 ? undefined : <div className={styles.railRule} />}
      <div className={styles.railProjects}>
        {projects.slice(0, RECENT_COUNT).map((project) => (
          <ProjectLink
            key={projectHref(project.path)}
            project={project}
            isWide={isWide}
            isCurrent={current !== undefined && projectHref(current) === projectHref(project.path)}
          />
        ))}
      </div>
      <Alerts isWide={isWide} />
      <RailLink
        href="/machine"
        label={strings.machine}
        icon={<Cpu size={17} />}
        isWide={isWide}
        isCurrent={address.page === 'machine'}
      />
      <RailLink
        href="/connect"
        label={strings.connect}
        icon={<Cable size={17} />}
        isWide={isWide}
        isCurrent={address.page === 'connect'}
      />
      <RailLink
        href="/import"
        label={strings.openLogs}
        icon={<FolderInput size={17} />}
        isWide={isWide}
        isCurrent={address.page === 'import'}
      />
      <RailLink
        href="/sync"
        label={strings.sync}
        icon={<Send size={17} />}
        isWide={isWide}
        isCurrent={address.page === 'sync'}
      />
      <RailLink
        href="/settings"
        label={strings.settings}
        icon={<Settings size={17} />}
        isWide={isWide}
        isCurrent={address.page === 'settings'}
      />
      <IconButton
        label={isWide ? strings.collapseRail : strings.expandRail}
        className={styles.railToggle}
        onClick={toggle}
      >
        {isWide ? <PanelLeftClose size={16} aria-hidden /> : <PanelLeftOpen size={16} aria-hidden />}
      </IconButton>
    </nav>
  );
}

interface RailLinkProps {
  readonly href: string;
  readonly label: string;
  readonly icon: ReactNode;
  readonly isWide: boolean;
  readonly isCurrent: boolean;
  readonly tip?: string;
}

function RailLink({ href, label, icon, isWide, isCurrent, tip = label }: RailLinkProps): ReactElement {
  return (
    <Tooltip text={isWide ? '' : tip} side="right">
      <Link href={href} className={styles.railLink} aria-label={tip} aria-current={isCurrent ? 'page' : undefined}>
        {icon}
        {isWide ? <span className={styles.railName}>{label}</span> : undefined}
      </Link>
    </Tooltip>
  );
}

function ProjectLink({
  project,
  isWide,
  isCurrent,
}: {
  readonly project: ProjectSummary;
  readonly isWide: boolean;
  readonly isCurrent: boolean;
}): ReactElement {
  const { project: name } = project.path;
  const running = project.stateCounts.running ?? 0;
  return (
    <RailLink
      href={projectHref(project.path)}
      label={name}
      tip={running > 0 ? `${name} · ${strings.running(running)}` : name}
      icon={
        <span className={styles.tile}>
          {monogram(name)}
          {running > 0 ? <span className={styles.liveDot} /> : undefined}
        </span>
      }
      isWide={isWide}
      isCurrent={isCurrent}
    />
  );
}

/** Two letters that tell projects apart: of the first two words, or of the first one. */
function monogram(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const [first = '?', second] = words;
  const letters = second === undefined ? [...first].slice(0, 2) : [[...first][0], [...second][0]];
  return letters.join('').toLowerCase();
}
