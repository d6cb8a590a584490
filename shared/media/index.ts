export type {
  AudioItem,
  FileName,
  FrameItem,
  HistogramItem,
  ImageItem,
  MediaItem,
  OverlayRef,
  SpaceItem,
  TextItem,
  VideoItem,
} from './items.ts';
export { decodeHistogram, decodeMedia, filesOf, MEDIA_TYPES } from './decode.ts';
export { decodeTable, type TableRef } from './tables.ts';
export { readBoxes, readLabels, type Box, type BoxGroup } from './boxes.ts';
export { indexAtOrBefore, indexNearest, mergeSteps, packSteps, unpackSteps, type StepSpans } from './steps.ts';
