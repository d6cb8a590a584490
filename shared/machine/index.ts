export {
  GPU_FIELDS,
  type GpuField,
  type GpuLine,
  parseGpuLine,
  parseProcessLine,
  parseSlices,
  PROCESS_FIELDS,
  unknownField,
} from './nvidia.ts';
