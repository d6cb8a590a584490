import type { VectorsLeftOut } from '#shared/api';
import type { ProjectionMethod, ProjectionProgress } from './math/project.ts';

const count = (number: number): string => number.toLocaleString('en-US');
const percent = (share: number): string => `${(share * 100).toFixed(share < 0.0995 ? 1 : 0)} %`;

/** Words of projections. */
export const strings = {
  method: 'Method',
  methods: { pca: 'PCA', umap: 'UMAP', tsne: 't-SNE' } satisfies Record<ProjectionMethod, string>,
  vectors: 'Vectors',
  vector: (name: string, length: number): string => `Vectors: ${name} (${count(length)})`,
  numbers: (chosen: number): string => `Vectors: ${count(chosen)} columns of numbers`,
  choose: 'Columns',
  chooseTip: 'Columns of numbers that are taken together',
  usual: 'As usual',
  standard: 'Standardise',
  standardTip: 'Each column with mean 0 and deviation 1, so that large numbers do not decide alone',
  neighbors: 'Neighbours',
  minDist: 'Min distance',
  perplexity: 'Perplexity',
  reading: 'Reading the vectors',
  stages: {
    components: (share: number): string => `Principal components, ${share} %`,
    neighbors: (share: number): string => `Nearest neighbours, ${share} %`,
    layout: (share: number, done: number, of: number): string =>
      `Layout, ${share} % (step ${count(done)} of ${count(of)})`,
  } satisfies Record<ProjectionProgress['stage'], unknown>,
  starting: 'Starting',
  computing: (method: string, rows: number): string => `${method} of ${count(rows)} rows`,
  cancel: 'Cancel',
  cancelled: 'The projection was cancelled',
  cancelledTip: 'Another method or fewer rows may be faster',
  start: 'Compute it again',
  failed: 'The projection could not be computed',
  nothing: 'A projection needs vectors',
  nothingTip:
    'Log a column whose cells are lists of numbers of the same length (an embedding of each row), or at least two columns of numbers.',
  sample: 'wandb.Table(columns=["label", "embedding"], data=[["cat", vector.tolist()], …])',
  tooFew: (least: number): string => `A projection needs at least ${least} rows with a vector`,
  label: (title: string, method: string, rows: number): string =>
    `${title}, ${method} projection of ${count(rows)} rows`,
  howTo:
    'Arrows go from point to point, Page Up and Page Down by rows; Enter or a click opens the row. Drag, or Shift and arrows, moves; Ctrl and the wheel, or + and −, zooms; 0 shows all.',
  row: (place: number): string => `Row ${count(place + 1)}`,
  more: (columns: number): string =>
    `${count(columns)} more ${columns === 1 ? 'column' : 'columns'}; a click or Enter opens the row`,
  open: 'A click or Enter opens the row',
  values: (row: string, values: readonly string[]): string => [row, ...values].join(', '),
  loadingRow: 'Loading the row',
  rows: (drawn: number, all: number): string =>
    drawn === all ? `${count(all)} rows` : `${count(drawn)} of ${count(all)} rows`,
  sampled: (drawn: number, all: number): string => `an even sample of ${count(drawn)} of ${count(all)} rows`,
  shares: ([x = 0, y = 0]: readonly number[]): string => `${percent(x)} of the variance across, ${percent(y)} up`,
  reduced: (to: number): string => `distances over the first ${to} principal components`,
  leftOut: ({ missing, otherLength, notFinite }: VectorsLeftOut, isVector: boolean): readonly string[] => [
    ...(missing > 0 ? [`${count(missing)} without a ${isVector ? 'vector' : 'number'}`] : []),
    ...(otherLength > 0 ? [`${count(otherLength)} of another length`] : []),
    ...(notFinite > 0 ? [`${count(notFinite)} with NaN or infinity`] : []),
  ],
  cut: (used: number): string => `only the first ${count(used)} columns are used`,
  progress: 'Progress',
} as const;
