import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { HearingId, TrackId } from '#domain/ids.ts';
import type { Author, JournalEntry, JournalNote } from '#domain/journal/entries.ts';
import { readJournalFile } from '../../src/hall/archive/journal-file.ts';
import { AppendFile } from '../../src/hall/plumbing/index.ts';
import { makeHall, systemAuthor, type MadeHall } from '../fixtures/make-hall.ts';

/* A PC in trouble notes much at once; what waits is lost when the service dies, so it must not wait long. */

let hall: MadeHall;
const projected: JournalEntry[] = [];
beforeEach(async () => {
  projected.length = 0;
  hall = await makeHall(undefined, (_, entries) => projected.push(...entries));
});
afterEach(() => hall.remove());

const secretary: Author = { role: 'secretary', name: 'S' };
const alarm: JournalNote = {
  kind: 'alarm.raised',
  body: { fault: { key: 'recorder.track-stopped', args: { track: 'judge', silentForS: 3 } } },
};

async function plan(): Promise<HearingId> {
  const card = {
    caseNumber: '1',
    proceedings: 'civil',
    judge: 'J',
    secretary: 'S',
    parties: [],
    plannedAtMs: 1,
  } as const;
  const planned = await hall.journals.plan(card, true, systemAuthor);
  if (!planned.ok) throw new Error(planned.fault.key);
  return planned.value;
}
const headCount = (hearingId: HearingId): number =>
  (JSON.parse(readFileSync(path.join(hall.journals.folderOf(hearingId), 'head.json'), 'utf8')) as { count: number })
    .count;

/** How often the journal went to the disk meanwhile. The process's own count of writes has those of its threads' wake-ups in it. */
async function writesOf(act: () => Promise<unknown>): Promise<number> {
  const append = vi.spyOn(AppendFile.prototype, 'append');
  await act();
  const count = append.mock.calls.length;
  append.mockRestore();
  return count;
}

test('a storm of alarms goes to the disk together, whole and in order', async () => {
  const hearingId = await plan();
  const note = () => hall.journals.note(hearingId, systemAuthor, alarm);
  const oneByOne = await writesOf(async () => {
    for (let at = 0; at < 200; at += 1) await note();
  });
  const together = await writesOf(() => Promise.all(Array.from({ length: 200 }, note)));
  expect(oneByOne).toBe(200);
  expect(together).toBeLessThanOrEqual(5);
  await hall.journals.settle();
  const read = readJournalFile({ hearingId, folder: hall.journals.folderOf(hearingId) }, hall.keys);
  expect(read.findings).toEqual([]);
  expect(read.entries).toEqual(projected);
  expect(read.signedCount).toBe(401);
});

test('the hashes of segments that come one by one go to the disk together, and before whatever is noted after them', async () => {
  const hearingId = await plan();
  const segment = (trackId: string): JournalNote => ({
    kind: 'segment.admitted',
    body: {
      ...{
        trackId: trackId as TrackId,
        epoch: 1,
        segment: 1,
        firstSeq: 0,
        lastSeq: 19,
        offsetBytes: 0,
        lengthBytes: 9,
      },
      ...{ sha256: 'ab'.repeat(32), fromUs: 0, toUs: 4_000_000 },
    },
  });
  const note = (trackId: string) => hall.journals.note(hearingId, systemAuthor, segment(trackId), 'soon');
  const tracks = Array.from({ length: 10 }, (_, at) => `track-${String(at)}`);
  const writes = await writesOf(async () => {
    const noted = [];
    for (const track of tracks) {
      noted.push(note(track));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await Promise.all(noted);
  });
  expect(writes).toBeLessThanOrEqual(3);
  const last = note('last');
  await hall.journals.note(hearingId, secretary, { kind: 'alarm.cleared', body: { ...alarm.body, reason: 'x' } });
  await last;
  expect(projected.map(({ kind }) => kind).slice(-2)).toEqual(['segment.admitted', 'alarm.cleared']);
});

test("a person's act is under the head before anything follows it, whatever waits behind it", async () => {
  const hearingId = await plan();
  const heads: number[] = [];
  const cleared: JournalNote = { kind: 'alarm.cleared', body: { ...alarm.body, reason: 'checked by hand' } };
  await Promise.all([
    hall.journals.note(hearingId, systemAuthor, alarm),
    hall.journals.note(hearingId, secretary, cleared).then(() => heads.push(headCount(hearingId))),
    hall.journals.note(hearingId, systemAuthor, alarm).then(() => heads.push(headCount(hearingId))),
  ]);
  expect(heads).toEqual([3, 3]);
});

test('a note that makes no sense is refused alone', async () => {
  const hearingId = await plan();
  const [before, senseless, after] = await Promise.allSettled([
    hall.journals.note(hearingId, systemAuthor, alarm),
    hall.journals.note(hearingId, systemAuthor, { kind: 'track.closed' } as never),
    hall.journals.note(hearingId, systemAuthor, alarm),
  ]);
  expect([before, after]).toMatchObject([{ value: { ok: true } }, { value: { ok: true } }]);
  expect(senseless.status).toBe('rejected');
  await hall.journals.settle();
  const read = readJournalFile({ hearingId, folder: hall.journals.folderOf(hearingId) }, hall.keys);
  expect(read.entries.map(({ kind }) => kind)).toEqual(['hearing.planned', 'alarm.raised', 'alarm.raised']);
});
