import { expect, test } from 'vitest';
import type { RunMetric } from '#shared/api';
import { systemSection, systemSources, systemTitle } from './run-sources.ts';

test('system metrics are grouped by hardware, each GPU by itself', () => {
  expect(systemSection('system.cpu')).toBe('CPU');
  expect(systemSection('system.proc.memory.rssMB')).toBe('Memory');
  expect(systemSection('system.gpu.1.temp')).toBe('GPU 1');
  expect(systemSection('system.gpu.process.0.gpu')).toBe('GPU 0');
  expect(systemSection('system.disk./.usageGB')).toBe('Disk');
  expect(systemSection('system.network.recv')).toBe('Network');
  expect(systemSection('system.something')).toBe('Other');
});

test('known system metrics are named with their unit, unknown ones keep their name', () => {
  expect(systemTitle('system.gpu.0.powerWatts')).toBe('GPU 0 power (W)');
  expect(systemTitle('system.gpu.process.2.gpu')).toBe('Process: GPU 2 use (%)');
  expect(systemTitle('system.disk./.usagePercent')).toBe('Disk use of / (%)');
  expect(systemTitle('system.disk.in')).toBe('Disk read (MB)');
  expect(systemTitle('system.fan.rpm')).toBe('fan.rpm');
});

test('shares are shown on an axis from 0 to 100, other system metrics on their own', () => {
  const metric = (name: string) => ({ name, typeCounts: { number: 3 }, isHidden: false }) as RunMetric;
  const [cpu, threads] = systemSources([metric('system.cpu'), metric('system.proc.cpu.threads')]);
  expect(cpu?.yRange).toEqual([0, 100]);
  expect(threads?.yRange).toBeUndefined();
});
