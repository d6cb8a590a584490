import { expect, test } from 'vitest';
import { parseRocmSmi } from './amd-parse.ts';
import { parseIoreg } from './apple.ts';

test('rocm-smi of ROCm 5, with a warning before its JSON', () => {
  const text = `WARNING: AMD GPU device(s) is/are in a low-power state.
{"card0": {"Temperature (Sensor edge) (C)": "42.0", "Temperature (Sensor junction) (C)": "44.0", "sclk clock speed:": "(1700Mhz)",
"mclk clock speed:": "(1600Mhz)", "Fan speed (%)": "0", "Max Graphics Package Power (W)": "500.0",
"Average Graphics Package Power (W)": "189.0", "GPU use (%)": "87", "GPU memory use (%)": "31",
"VRAM Total Memory (B)": "68702699520", "VRAM Total Used Memory (B)": "34351349760", "Card series": "AMD INSTINCT MI250"},
"system": {"Driver version": "6.2.4"}}`;
  expect(parseRocmSmi(text)).toEqual({
    gpus: [{ id: 'amd0', name: 'AMD INSTINCT MI250', memoryBytes: 68702699520, powerLimitWatts: 500 }],
    values: {
      'gpu:amd0': 87,
      'gpu.memory:amd0': 50,
      'gpu.memory.used:amd0': 34351349760,
      'gpu.power:amd0': 189,
      'gpu.temperature:amd0': 42,
      'gpu.clock:amd0': 1700,
      'gpu.memory.clock:amd0': 1600,
      'gpu.fan:amd0': 0,
    },
  });
});

test('rocm-smi of ROCm 6, two cards, values that are not there', () => {
  const text = JSON.stringify({
    card0: {
      'GPU use (%)': '0',
      'Current Socket Graphics Package Power (W)': '141.0',
      'Card Series': 'AMD Instinct MI300X',
    },
    card1: {
      'GPU use (%)': 'N/A',
      'Current Socket Graphics Package Power (W)': 'N/A',
      'Card Series': 'AMD Instinct MI300X',
    },
  });
  const { gpus, values } = parseRocmSmi(text);
  expect(gpus.map((gpu) => gpu.id)).toEqual(['amd0', 'amd1']);
  expect(values).toEqual({ 'gpu:amd0': 0, 'gpu.power:amd0': 141 });
});

test('what is no JSON is refused with what it was', () => {
  expect(() => parseRocmSmi('ERROR: GPU[0]: no driver')).toThrow('no driver');
  expect(() => parseRocmSmi('{"card0": ')).toThrow();
  expect(parseRocmSmi('{}')).toEqual({ gpus: [], values: {} });
});

test('ioreg of an Apple chip', () => {
  const text = `+-o AGXAcceleratorG14X  <class AGXAcceleratorG14X, id 0x1000004d2, registered, matched, active, busy 0>
  {
    "model" = "Apple M2 Max"
    "PerformanceStatistics" = {"In use system memory"=712704000,"Device Utilization %"=37,"Renderer Utilization %"=30}
  }`;
  expect(parseIoreg(text)).toEqual({
    gpus: [{ id: 'apple', name: 'Apple M2 Max' }],
    values: { 'gpu:apple': 37, 'gpu.memory.used:apple': 712704000 },
  });
  expect(parseIoreg('nothing here')).toEqual({ gpus: [], values: {} });
});
