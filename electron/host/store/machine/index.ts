export { readGpuUses, readMachineKeys, readMachinePoints } from './read.ts';
export { machineWrites, readMachineSettings, type MachineInterval } from './record.ts';
