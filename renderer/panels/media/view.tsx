import type { ComponentType, ReactElement } from 'react';
import { PanelFrame, PanelMessage } from '../frame/panel-frame.tsx';
import type { PanelViewProps } from '../registry.ts';
import type { DrawnGroup, DrawnRun } from '../runs.ts';
import type { MediaPanelProps } from './props.ts';
import { strings } from './strings.ts';

/** Makes a view of one key out of a panel of one key; a panel that has no key yet says so. */
export function viewOf(Panel: ComponentType<MediaPanelProps>): ComponentType<PanelViewProps> {
  return function MediaView(props: PanelViewProps): ReactElement {
    const { sources, title, groups, runs } = props;
    const [source] = sources;
    if (source === undefined) {
      return (
        <PanelFrame title={title} isKey={false} actions={undefined}>
          <PanelMessage title={strings.noKey} tip={strings.noKeyTip} />
        </PanelFrame>
      );
    }
    return <Panel {...props} source={source} runs={groups === undefined ? runs : membersOf(props, groups)} />;
  };
}

/** Pictures have no mean: the members of a group are shown one by one, in its colour while it is folded. */
export function membersOf(
  { project, runs }: Pick<PanelViewProps, 'project' | 'runs'>,
  groups: readonly DrawnGroup[],
): readonly DrawnRun[] {
  const known = new Map(runs.map((run) => [run.path.run, run]));
  return groups.flatMap((group) =>
    group.runs.map(
      (run): DrawnRun =>
        known.get(run) ?? {
          path: { ...project, run },
          label: `${group.label} · ${run}`,
          color: group.color,
          dash: [],
          isLive: false,
          isBaseline: false,
          fields: {},
        },
    ),
  );
}
