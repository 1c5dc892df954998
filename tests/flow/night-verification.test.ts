import { afterAll, beforeAll, expect, test } from 'vitest';
import { openVerifiedRegister } from '../../src/hall/archive/verified-file.ts';
import { makeHall, openHallArchive, silentLog, type MadeHall } from '../fixtures/make-hall.ts';
import { makeRecord, type MadeRecord } from '../fixtures/make-record.ts';

let hall: MadeHall;
let record: MadeRecord;
beforeAll(async () => {
  hall = await makeHall();
  record = await makeRecord(hall);
});
afterAll(() => hall.remove());

test('a record read slowly by night is found the same, and lets go at once when the hall is used', async () => {
  const archive = openHallArchive(hall);
  try {
    const byDay = await archive.verify(record.hearingId);
    const byNight = await archive.verify(record.hearingId, undefined, { signal: new AbortController().signal });
    expect(byNight).toEqual(byDay);
    const used = new AbortController();
    const reading = archive.verify(record.hearingId, undefined, { signal: used.signal });
    used.abort();
    await expect(reading).rejects.toThrow();
  } finally {
    archive.close();
  }
});

test('what was found is known to the next service, the newest word on each hearing', async () => {
  const { verifiedFile } = hall.folders;
  const register = openVerifiedRegister(verifiedFile, silentLog);
  const verified = { hearingId: record.hearingId, atMs: 1000, isIntact: true, places: 0 };
  await register.remember(verified);
  await register.remember({ ...verified, atMs: 2000, isIntact: false, places: 2 });
  expect(openVerifiedRegister(verifiedFile, silentLog).all()).toEqual([
    { ...verified, atMs: 2000, isIntact: false, places: 2 },
  ]);
});
