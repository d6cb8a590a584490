import { Images } from 'lucide-react';
import { MEDIA_TYPES } from '#shared/media';
import type { PanelKind } from '../registry.ts';
import { MediaPanel } from './media-panel.tsx';
import { strings } from './strings.ts';
import { viewOf } from './view.tsx';

/** Pictures, sounds, videos, pages, figures and texts over steps, beside each other for all visible runs. */
export const mediaPanel: PanelKind = {
  id: 'media',
  title: strings.kind,
  icon: Images,
  accepts: (typeCounts) =>
    Object.keys(typeCounts).some((type) => (MEDIA_TYPES.has(type) || type === 'string') && (typeCounts[type] ?? 0) > 0),
  takesManyKeys: false,
  sample: 'run.log({"sample": wandb.Image(pixels)})',
  home: 'Media',
  View: viewOf(MediaPanel),
};

export { chartPanel, chartSources } from './chart/index.ts';
export { modelPanel } from './model/index.ts';
export { queryTablePanel } from './table/live/index.ts';
export { tablePanel } from './table/index.ts';
export { isTableFile, TableFile } from './table/table-file.tsx';
export { histogramPanel } from './histogram/index.ts';
export { HistogramSpark } from './histogram/spark.tsx';
export { playedKind, PlayedFile } from './media-file.tsx';
