import { useLocation } from 'wouter';
import { projectHref, runHref } from '#shared/units';
import { chooseTheme, copyText, showToast, useCommands, type Command } from '#ui/widgets';
import { projectOf, type Address } from './address.ts';
import { strings } from './strings.ts';

export interface FrameActs {
  readonly address: Address;
  readonly openPalette: () => void;
  readonly openShortcuts: () => void;
}

/** Registers what can be done everywhere. */
export function useFrameCommands(acts: FrameActs): void {
  const [, navigate] = useLocation();
  useCommands([...appCommands(acts), ...goCommands(acts.address, navigate)]);
}

function appCommands({ openPalette, openShortcuts }: FrameActs): Command[] {
  const group = strings.groupApp;
  return [
    {
      id: 'app.palette',
      title: strings.palette,
      group,
      keys: '$mod+K',
      inFields: true,
      isKeyOnly: true,
      run: openPalette,
    },
    { id: 'app.shortcuts', title: strings.shortcuts, group, keys: 'Shift+?', run: openShortcuts },
    { id: 'app.theme-light', title: strings.themeLight, group, run: () => chooseTheme('light') },
    { id: 'app.theme-dark', title: strings.themeDark, group, run: () => chooseTheme('dark') },
    { id: 'app.theme-system', title: strings.themeSystem, group, run: () => chooseTheme('system') },
    {
      id: 'app.copy-address',
      title: strings.copyPath,
      group,
      run: () => void copyText(location.href).then((isCopied) => isCopied && showToast(strings.copied)),
    },
  ];
}

function goCommands(address: Address, navigate: (to: string) => void): Command[] {
  const group = strings.groupGo;
  const everywhere: Command[] = [
    { id: 'go.home', title: strings.goHome, group, keys: 'g h', run: () => navigate('/') },
    { id: 'go.settings', title: strings.goSettings, group, keys: '$mod+,', run: () => navigate('/settings') },
    { id: 'go.import', title: strings.goImport, group, run: () => navigate('/import') },
    { id: 'go.machine', title: strings.goMachine, group, keys: 'g m', run: () => navigate('/machine') },
    { id: 'go.sync', title: strings.goSync, group, keys: 'g y', run: () => navigate('/sync') },
    { id: 'go.connect', title: strings.goConnect, group, run: () => navigate('/connect') },
  ];
  const project = projectOf(address);
  if (project === undefined) return everywhere;
  const workspace = `${projectHref(project)}/workspace`;
  const table = `${projectHref(project)}/table`;
  // These hand their runs to each other themselves.
  const isWithRuns =
    address.page === 'project' && (address.tab === undefined || address.tab === 'workspace' || address.tab === 'table');
  return [
    ...everywhere,
    ...(address.page === 'run'
      ? [
          {
            id: 'go.logs',
            title: strings.goLogs,
            group,
            keys: 'g l',
            run: () => navigate(`${runHref(address.run)}/logs`),
          },
        ]
      : []),
    {
      id: 'go.overview',
      title: strings.goOverview,
      group,
      keys: 'g v',
      run: () => navigate(`${projectHref(project)}/overview`),
    },
    { id: 'go.workspace', title: strings.goWorkspace, group, keys: 'g w', run: () => navigate(workspace) },
    {
      id: 'go.sweeps',
      title: strings.goSweeps,
      group,
      keys: 'g s',
      run: () => navigate(`${projectHref(project)}/sweeps`),
    },
    {
      id: 'go.artifacts',
      title: strings.goArtifacts,
      group,
      keys: 'g a',
      run: () => navigate(`${projectHref(project)}/artifacts`),
    },
    {
      id: 'go.gallery',
      title: strings.goGallery,
      group,
      run: () => navigate(`${projectHref(project)}/gallery`),
    },
    {
      id: 'project.new-sweep',
      title: strings.newSweep,
      group,
      run: () => navigate(`${projectHref(project)}/sweeps?new`),
    },
    { id: 'go.runs', title: strings.goRuns, group, keys: 'g r', run: () => navigate(table) },
    ...(isWithRuns
      ? []
      : [{ id: 'go.toggle-table', title: strings.toggleTable, group, keys: '$mod+J', run: () => navigate(table) }]),
  ];
}
