export { Aggregate } from './aggregate.ts';
export {
  type Aggregation,
  AGGREGATIONS,
  checkMetric,
  type Definition,
  MetricBook,
  type MetricOptions,
} from './book.ts';
