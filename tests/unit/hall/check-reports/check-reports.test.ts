import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ReportId } from '#domain/ids.ts';
import { openCheckReports, type CheckReports } from '../../../../src/hall/check-reports/index.ts';
import { openHallKeys } from '../../../../src/hall/security/index.ts';
import { checked, reportWith } from '../../../fixtures/check-report.ts';
import { quietLog } from '../api/open-door.ts';

let home: string;
let folder: string;
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'tarazy-reports-'));
  folder = path.join(home, 'check-reports');
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const open = (): CheckReports =>
  openCheckReports({ folder, keys: openHallKeys(path.join(home, 'keys')), nowMs: () => 5000, log: quietLog });
const files = (): string[] => readdirSync(folder).filter((name) => name.endsWith('.json'));
const by = { role: 'specialist', name: 'T. Sample' } as const;

async function keepThree(): Promise<CheckReports> {
  const reports = open();
  for (const at of [1000, 2000, 3000]) {
    const kept = await reports.keep(reportWith([checked('disk', '', { writeMs: at })], at));
    expect(kept.ok).toBe(true);
  }
  return reports;
}

test('reports are there again when the service is, the newest first, each signed and naming the one before', async () => {
  const before = await keepThree();
  const again = open();
  expect(await again.all()).toEqual(await before.all());
  expect((await again.all()).map(({ paper }) => paper.startedAtMs)).toEqual([3000, 2000, 1000]);
  expect(await again.broken()).toEqual([]);
  expect(files()).toHaveLength(3);
});

test('one that was changed by a letter is named as forged and never listed', async () => {
  await keepThree();
  const file = files()[1]!;
  const whole = readFileSync(path.join(folder, file), 'utf8');
  writeFileSync(path.join(folder, file), whole.replace('"passed": true', '"passed": false'));
  const again = open();
  expect(await again.broken()).toEqual([{ file, what: 'forged' }]);
  expect((await again.all()).map(({ paper }) => paper.startedAtMs)).toEqual([3000, 1000]);
});

test('one that cannot be read is named, and one that was taken away is missed by the one behind it', async () => {
  await keepThree();
  const [first, second, third] = files();
  rmSync(path.join(folder, second!));
  expect(await open().broken()).toEqual([{ file: third, what: 'missing' }]);
  writeFileSync(path.join(folder, first!), '{');
  expect(await open().broken()).toEqual([{ file: first, what: 'unreadable' }]);
});

test('one that another hall signed is forged here', async () => {
  await keepThree();
  rmSync(path.join(home, 'keys'), { recursive: true });
  expect((await open().broken()).map(({ what }) => what)).toEqual(['forged', 'forged', 'forged']);
});

test('what was accepted is kept with its history, and nothing that is not a report of this hall is accepted', async () => {
  const reports = await keepThree();
  const [newest, , oldest] = (await reports.all()).map(({ paper }) => paper.reportId);
  expect((await reports.accept({ reportId: oldest!, name: 'A', by })).ok).toBe(true);
  expect((await reports.accept({ reportId: newest!, name: 'B', by })).ok).toBe(true);
  expect((await reports.acceptances()).map(({ name, reportId }) => [name, reportId])).toEqual([
    ['B', newest],
    ['A', oldest],
  ]);
  const stranger = '00000000-0000-4000-8000-00000000ffff' as ReportId;
  expect(await reports.accept({ reportId: stranger, name: 'C', by })).toMatchObject({
    fault: { key: 'check.report-unknown' },
  });
  expect((await open().acceptances()).map(({ name }) => name).sort()).toEqual(['A', 'B']);
});
