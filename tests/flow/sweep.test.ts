import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HearingId, TrackId } from '#domain/ids.ts';
import { chunkLogParts } from '#domain/journal/hearing-folder.ts';
import { secondTrackOf, secondTracksFrom } from '#domain/seats.ts';
import type { Archive } from '../../src/hall/archive/index.ts';
import { makeHall, openHallArchive, systemAuthor, type MadeHall } from '../fixtures/make-hall.ts';
import { writeEpoch } from '../fixtures/write-epoch.ts';
import { hallOfOne } from '../stage/hall-card.ts';

/* The service died, or the power went, between the first chunk of an epoch and its entry, and nobody takes the hearing up. */

let hall: MadeHall;
let archive: Archive;
let hearingId: HearingId;
const [seat] = hallOfOne.seats;
const chief = seat!.id as string as TrackId;
const second = secondTrackOf(seat!.id);
const fileOf = (trackId: TrackId, epoch: number): string =>
  path.join(hall.journals.folderOf(hearingId), ...chunkLogParts(trackId, epoch));

beforeEach(async () => {
  hall = await makeHall(undefined, (id, entry) => {
    archive.project(id, entry);
  });
  archive = openHallArchive(hall);
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
  hearingId = planned.value;
  const zero = { wallMs: 1_795_400_000_000, monotonicUs: 0, bootId: 'boot' };
  const body = { zero, hall: hallOfOne, formatVersion: 1, training: true, override: null } as const;
  await hall.note(hearingId, { kind: 'hearing.opened', body });
});
afterEach(async () => {
  archive.close();
  await hall.remove();
});

async function sweep(): Promise<number> {
  const swept = archive.sweep(new Set());
  for (const { notes } of swept) for (const note of notes) await hall.note(hearingId, note);
  await hall.journals.settle();
  return swept.length;
}

test('an epoch that the journal never opened is found, sealed and closed at the next start', async () => {
  const place = { hearingId, trackNo: 1, epoch: 1 };
  const made = await writeEpoch(fileOf(chief, 1), chief, 'microphone', place, { fromS: 0.1, lengthS: 9 });
  const secondPlace = { ...place, trackNo: secondTracksFrom + 1 };
  await writeEpoch(fileOf(second, 1), second, 'microphone', secondPlace, { fromS: 0.1, lengthS: 5 });
  expect(await sweep()).toBe(1);
  const { tracks } = hall.journals.view(hearingId)!;
  expect(tracks.map(({ trackId, trackNo }) => [trackId, trackNo])).toEqual([
    [chief, 1],
    [second, secondTracksFrom + 1],
  ]);
  const last = made.segments.at(-1)!;
  expect(tracks[0]?.epochs).toMatchObject([
    { epoch: 1, closed: true, toUs: last.toUs, lengthBytes: last.offsetBytes + last.lengthBytes },
  ]);
  expect(await archive.verify(hearingId)).toMatchObject({ intact: true, damages: [] });
  expect(await sweep()).toBe(0);
});

test('one that was torn before its first chunk was whole holds nothing, and the record is whole', async () => {
  mkdirSync(path.dirname(fileOf(chief, 1)), { recursive: true });
  writeFileSync(fileOf(chief, 1), Buffer.from('1a45dfa3', 'hex'));
  expect(await sweep()).toBe(1);
  expect(hall.journals.view(hearingId)!.tracks[0]?.epochs).toMatchObject([{ epoch: 1, closed: true, lengthBytes: 0 }]);
  expect(await archive.verify(hearingId)).toMatchObject({ intact: true, damages: [] });
  expect(await sweep()).toBe(0);
});
