import type { NetworkInterfaceInfo } from 'node:os';
import { expect, test } from 'vitest';
import { networkFault, Networks } from './networks.ts';

function own(address: string, family: 'IPv4' | 'IPv6' = 'IPv4'): NetworkInterfaceInfo {
  const common = { address, netmask: '', mac: '', internal: false, cidr: null };
  return family === 'IPv4' ? { ...common, family } : { ...common, family, scopeid: 0 };
}

test('a machine is on a subnet by an address of its own, and on an interface that has one', () => {
  const networks = new Networks(() => ({ wg0: [own('10.2.7.9')], 'Wi-Fi': [own('fd00::5', 'IPv6')], idle: [] }));
  const on = ['10.2.0.0/16', '10.2.7.9/32', '0.0.0.0/0', 'fd00::/8', 'wg0', 'Wi-Fi', undefined];
  for (const network of on) expect(networks.isOn(network), network).toBe(true);
  for (const network of ['10.3.0.0/16', 'fe80::/10', 'idle', 'eth0'])
    expect(networks.isOn(network), network).toBe(false);
});

test('what names no network says how one is written', () => {
  for (const good of ['10.2.0.0/16', 'fd00::/8', 'wg0', 'Wi-Fi 2']) expect(networkFault(good), good).toBeUndefined();
  expect(networkFault('10.2.0.0')).toContain('10.2.0.0/24');
  for (const bad of ['10.2.0/16', '10.2.0.0/33', 'fd00::/129', '10.2.0.0/', '10.0.0.0/8/8', 'a/b'])
    expect(networkFault(bad), bad).toContain('10.2.0.0/16');
});

test('a network that comes or goes is said once, and nobody looks where none is wanted', () => {
  let looks = 0;
  let address = '10.2.7.9';
  let wanted: string[] = [];
  let tick = (): void => undefined;
  const clock = { every: (_: number, fn: () => void) => ((tick = fn), () => undefined) };
  const networks = new Networks(() => ((looks += 1), { eth0: [own(address)] }));
  let changes = 0;
  networks.watch(
    clock,
    () => wanted,
    () => (changes += 1),
  );
  tick();
  expect(looks).toBe(0);
  wanted = ['10.2.0.0/16'];
  expect(networks.isOn('10.2.0.0/16')).toBe(true);
  tick();
  expect(changes).toBe(0);
  address = '192.168.1.4';
  tick();
  tick();
  expect([changes, networks.isOn('10.2.0.0/16')]).toEqual([1, false]);
  address = '10.2.0.1';
  tick();
  expect([changes, networks.isOn('10.2.0.0/16')]).toEqual([2, true]);
});
