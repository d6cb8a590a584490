export { ConnectionError, NotFoundError, ResumeError, SdkError, UsageError, type Wait } from '#sdk/base';
export {
  Audio,
  type Box,
  box3d,
  type BoxGroup,
  type Bytes,
  type Cell,
  type Frames,
  Histogram,
  Html,
  Image,
  type ImageOptions,
  type Labels,
  type Mask,
  Media,
  Molecule,
  type MoleculeFormat,
  Object3D,
  type Pixels,
  Plotly,
  type PointCloud,
  type Readable,
  type Scene,
  type SceneBox,
  Table,
  Video,
  type VideoFormat,
} from '#sdk/media';
export type { Aggregation, MetricOptions } from '#sdk/metrics';
export { type ChartOptions, type CurveOptions, CustomChart, plot } from '#sdk/plot';
export {
  Config,
  type FinishOptions,
  type FinishReport,
  init,
  type InitOptions,
  type LogOptions,
  Run,
  type RunEvents,
  Summary,
  type Warning,
} from '#sdk/run';
export type { NumericArray } from '#sdk/values';
