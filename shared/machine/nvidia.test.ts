import { describe, expect, test } from 'vitest';
import { GPU_FIELDS, parseGpuLine, parseProcessLine, parseSlices, unknownField } from './nvidia.ts';

describe('one card', () => {
  test('a data centre card of driver 550', () => {
    const line =
      '0, GPU-5c1f, NVIDIA H100 80GB HBM3, 550.54.15, Disabled, 97, 81559, 61234, 61, 512.33, 700.00, 1755, 2619, [N/A], 41';
    expect(parseGpuLine(line, GPU_FIELDS)).toEqual({
      index: 0,
      uuid: 'GPU-5c1f',
      values: {
        'gpu:0': 97,
        'gpu.memory:0': 75.08,
        'gpu.memory.used:0': 61234 * 1024 * 1024,
        'gpu.power:0': 512.33,
        'gpu.temperature:0': 61,
        'gpu.clock:0': 1755,
        'gpu.memory.clock:0': 2619,
        'gpu.memory.access:0': 41,
      },
      gpu: {
        id: '0',
        name: 'NVIDIA H100 80GB HBM3',
        driver: '550.54.15',
        memoryBytes: 81559 * 1024 * 1024,
        powerLimitWatts: 700,
      },
    });
  });

  test('a card under load of driver 580', () => {
    const line =
      '0, GPU-2175d8f6-bfe4-c11a-8c5a-901e14b2ceb2, NVIDIA H200, 580.159.04, Disabled, 99, 143771, 1487, 62, 691.53, 700.00, 1500, 3201, [N/A], 25';
    expect(parseGpuLine(line, GPU_FIELDS)).toMatchObject({
      values: { 'gpu:0': 99, 'gpu.memory:0': 1.03, 'gpu.power:0': 691.53, 'gpu.memory.access:0': 25 },
      gpu: { name: 'NVIDIA H200', driver: '580.159.04', powerLimitWatts: 700 },
    });
  });

  test('a card at home of driver 470, with a fan and without a power sensor', () => {
    const line =
      '1, GPU-77aa, GeForce GTX 750, 470.239.06, [N/A], 3, 1999, 210, 38, [Not Supported], [Not Supported], 135, 405, 33, 41';
    const found = parseGpuLine(line, GPU_FIELDS);
    expect(found?.values).toMatchObject({ 'gpu:1': 3, 'gpu.fan:1': 33, 'gpu.temperature:1': 38 });
    expect(found?.values).not.toHaveProperty('gpu.power:1');
    expect(found?.gpu.powerLimitWatts).toBeUndefined();
  });

  test('a divided card says why its use is missing', () => {
    const line =
      '0, GPU-a100, NVIDIA A100-SXM4-40GB, 535.129.03, Enabled, [N/A], 40960, 37, 30, 55.2, 400.00, 1095, 1215, [N/A], 41';
    const found = parseGpuLine(line, GPU_FIELDS);
    expect(found?.values).not.toHaveProperty('gpu:0');
    expect(found?.gpu.note).toContain('MIG');
  });

  test('a card in trouble gives what is left', () => {
    const line =
      '0, GPU-1, Tesla T4, 525.60, [N/A], [Unknown Error], 15360, ERR!, [GPU requires reset], 30.1, 70.00, 300, 405, [N/A], [Unknown Error]';
    const found = parseGpuLine(line, GPU_FIELDS);
    expect(found?.values).toEqual({ 'gpu.power:0': 30.1, 'gpu.clock:0': 300, 'gpu.memory.clock:0': 405 });
    expect(found?.gpu.note).toContain('[Unknown Error]');
  });

  test.each([
    '',
    'No devices were found',
    'Failed to initialize NVML: Driver/library version mismatch',
    '0, GPU-1, Tesla T4',
    'x, y, z, a, b, c, d, e, f, g, h, i, j, k',
    '\u0000\u0001\u0002',
  ])('nothing from %j', (line) => {
    expect(parseGpuLine(line, GPU_FIELDS)).toBeUndefined();
  });

  test('a driver that refuses a field is understood, and a needed field is never left out', () => {
    expect(unknownField('Field "mig.mode.current" is not a valid field to query.')).toBe('mig.mode.current');
    expect(unknownField('Field "uuid" is not a valid field to query.')).toBeUndefined();
    expect(unknownField('Unable to determine the device handle')).toBeUndefined();
  });
});

describe('processes and slices', () => {
  test('a process, also with commas in its name, and one that is not to be seen', () => {
    expect(parseProcessLine('2026/11/21 11:00:00.000, GPU-1, 4711, python train.py --lr 1,2, 50120')).toEqual({
      uuid: 'GPU-1',
      pid: 4711,
      name: 'python train.py --lr 1, 2',
      memoryBytes: 50120 * 1024 * 1024,
    });
    expect(parseProcessLine('2026/11/21 11:00:00.000, GPU-1, 9, [Insufficient Permissions], [N/A]')).toEqual({
      uuid: 'GPU-1',
      pid: 9,
      name: 'unknown process',
    });
    expect(parseProcessLine('No running processes found')).toBeUndefined();
  });

  test('slices of divided cards', () => {
    const text = [
      'GPU 0: NVIDIA A100-SXM4-40GB (UUID: GPU-aa)',
      '  MIG 3g.20gb     Device  0: (UUID: MIG-bb)',
      '  MIG 1g.5gb      Device  1: (UUID: MIG-cc)',
      'GPU 1: NVIDIA A100-SXM4-40GB (UUID: GPU-dd)',
    ].join('\n');
    expect(parseSlices(text)).toEqual(new Map([[0, ['3g.20gb (0)', '1g.5gb (1)']]]));
  });
});
