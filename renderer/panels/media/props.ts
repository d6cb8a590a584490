import type { PanelSource, PanelViewProps } from '../registry.ts';

/** What media panels need of their board: one key, and runs one by one. */
export interface MediaPanelProps extends Pick<
  PanelViewProps,
  | 'project'
  | 'runs'
  | 'visibleCount'
  | 'onShowAllRuns'
  | 'saved'
  | 'onSave'
  | 'isCursorLinked'
  | 'xKeys'
  | 'isFullScreen'
  | 'onFullScreen'
> {
  readonly source: Pick<PanelSource, 'key' | 'title'>;
}
