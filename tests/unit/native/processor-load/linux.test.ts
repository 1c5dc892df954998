import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readProcessor } from '../../../../native/processor-load/index.ts';
import { readLinuxSigns } from '../../../../native/processor-load/linux.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'tarazy-signs-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const places = (): Parameters<typeof readLinuxSigns>[0] => ({
  pressureFile: path.join(folder, 'cpu'),
  thermalFolder: path.join(folder, 'thermal'),
});
function zone(name: string, files: Readonly<Record<string, string>>): void {
  const at = path.join(folder, 'thermal', name);
  mkdirSync(at, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(at, file), `${text}\n`);
}

test('the hottest place counts, with its own lowest limit, and a fan is no limit', () => {
  writeFileSync(
    path.join(folder, 'cpu'),
    'some avg10=12.34 avg60=3.21 avg300=1.00 total=10\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n',
  );
  zone('thermal_zone0', { type: 'acpitz', temp: '27800' });
  zone('thermal_zone1', {
    type: 'x86_pkg_temp',
    temp: '71000',
    trip_point_0_type: 'active',
    trip_point_0_temp: '50000',
    trip_point_1_type: 'passive',
    trip_point_1_temp: '95000',
    trip_point_2_type: 'critical',
    trip_point_2_temp: '105000',
  });
  zone('cooling_device0', { type: 'Processor' });
  expect(readLinuxSigns(places())).toEqual({ waitingShare: 0.1234, temperatureC: 71, limitC: 95 });
});

test('a sensor that is not connected, and a kernel that tells nothing, are unknown', () => {
  zone('thermal_zone0', { type: 'nvme', temp: '-274000', trip_point_0_type: 'critical', trip_point_0_temp: '0' });
  expect(readLinuxSigns(places())).toEqual({ waitingShare: null, temperatureC: null, limitC: null });
  rmSync(path.join(folder, 'thermal'), { recursive: true });
  expect(readLinuxSigns(places())).toEqual({ waitingShare: null, temperatureC: null, limitC: null });
});

test('the true processor tells shares between nothing and all', async () => {
  const { cores, busyShare, waitingShare } = await readProcessor(50);
  expect(cores).toBeGreaterThan(0);
  for (const share of [busyShare, waitingShare ?? 0]) {
    expect(share).toBeGreaterThanOrEqual(0);
    expect(share).toBeLessThanOrEqual(1);
  }
});
