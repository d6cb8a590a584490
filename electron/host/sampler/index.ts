/** Measures the machine: see README.md. */
export { makeSampler, type MachineRecord, type Sampler, type SamplerOptions } from './sampler.ts';
export { probesFor } from './probes.ts';
export { registerMachineRoutes, type MachineStore } from './routes.ts';
export type { Probe, ProbeWorld, Reading } from './types.ts';
