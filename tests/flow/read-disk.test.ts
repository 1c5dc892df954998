import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { judgeDisk, openMachine, readDisk } from '../../src/hall/machine/index.ts';
import { makeDisk, mayMakeDisks } from '../stage/test-disk.ts';

const needs = { hoursLeft: null, recordBps: 0, isCopyReached: null };

test('a disk is tried by writing to it, and nothing of that is left there, also not of a probe that died', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tarazy-probe-'));
  try {
    writeFileSync(path.join(folder, '.disk-probe-of-a-service-that-was-killed'), 'x');
    const reading = await readDisk(folder, 10_000);
    expect(reading).toMatchObject({ kind: 'read' });
    if (reading.kind !== 'read') return;
    expect(reading.writtenBps).toBeGreaterThan(0);
    expect(reading.worstSyncMs).toBeGreaterThanOrEqual(reading.medianSyncMs);
    expect(readdirSync(folder)).toEqual([]);
    const beside = await openMachine({ folder: path.join(folder, 'missing'), env: {} }).disk(needs, true);
    expect(beside.verdict).toBe('good');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test.skipIf(!mayMakeDisks)(
  'a real disk that is full, refuses or stands still is called so, and is well again after',
  async () => {
    const disk = makeDisk(96 * 1024 * 1024);
    const look = (limitMs = 5000): Promise<string> =>
      readDisk(disk.folder, limitMs).then((reading) => [reading.kind, ...judgeDisk(reading, needs).findings].join(' '));
    try {
      expect(await look()).toMatch(/^read/);
      const free = disk.fill();
      expect(await look()).toBe('full disk-full');
      free();
      const allow = disk.refuse(disk.folder);
      expect(await look()).toBe('refused disk-refuses');
      allow();
      const goesOn = disk.standStill(1500);
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(await look(500)).toBe('still disk-still');
      await goesOn;
      await expect.poll(() => readdirSync(disk.folder).filter((name) => name.startsWith('.disk-probe'))).toEqual([]);
      expect(await look()).toMatch(/^read/);
    } finally {
      disk.remove();
    }
  },
);
