import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { HearingId } from '#domain/ids.ts';
import { hallOfOne, inventedCard } from '../stage/hall-card.ts';
import { entriesOf, onlyHearingFolder, readJournal } from '../stage/record-files.ts';
import { startPrivateSoundServer, type PrivateSoundServer } from './private-sound-server.ts';
import { babblePackets, playRecorder } from './scripted-recorder.ts';
import { spawnService, type Line, type RunningHall } from './start-service.ts';

/* The whole computer goes down in the middle of a hearing and comes up again, with its windows, in another boot. */

const home = mkdtempSync(path.join(tmpdir(), 'tarazy-power-'));
const nextBoot = path.join(home, 'next-boot');
const seconds = (count: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, count * 1000));
const packets = new Map<string, readonly Uint8Array[]>();
let sound: PrivateSoundServer;
let service: RunningHall;
let secretary: Line;
let judge: Line;
let recorder: Line;
let script: ReturnType<typeof playRecorder>;
let hearingId: HearingId;

async function comeIn(): Promise<void> {
  secretary = await service.connect('console');
  judge = await service.connect('bench');
  recorder = await service.connect('recorder');
  script = playRecorder(recorder, () => service.address(), packets);
}
function goDown(): void {
  script.drop();
  for (const line of [secretary, judge, recorder]) line.close();
}
const journal = (): ReturnType<typeof readJournal> => readJournal(onlyHearingFolder(home));
function trackBytes(): number {
  const tracks = path.join(onlyHearingFolder(home), 'tracks');
  return readdirSync(tracks, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(path.join(entry.parentPath, entry.name)).size, 0);
}

beforeAll(async () => {
  sound = await startPrivateSoundServer();
  packets.set('judge', await babblePackets(1));
  service = spawnService(home, { TARAZY_TRAINING: '1' });
  await comeIn();
  await secretary.must('hall.set-up', { card: hallOfOne });
  ({ hearingId } = await secretary.must('hearing.plan', { card: inventedCard }));
  await secretary.must('hearing.check', { hearingId });
  await secretary.until((state) => state.check?.state === 'done', 30_000, 'the check is done');
  await secretary.must('hearing.open', { hearingId, override: { reason: 'test', person: 'test' } });
  await secretary.until((state) => state.lamp.state === 'recording', 10_000, 'the lamp is lit');
  await seconds(5);
  await service.stop('SIGKILL');
  goDown();
  writeFileSync(nextBoot, '5d3ad5ac-7f0e-4a39-9d4e-0d6a3a7f4e11\n');
  service = spawnService(home, { TARAZY_TRAINING: '1' }, nextBoot);
  await comeIn();
}, 90_000);
afterAll(async () => {
  goDown();
  await service.stop();
  await sound.stop();
  rmSync(home, { recursive: true, force: true });
});

test('after a power loss the hearing is on the screens, and not a byte is written without a word (L5)', async () => {
  const state = await judge.until(({ hearing }) => hearing?.interruption != null, 10_000, 'it asks');
  expect(state.hearing).toMatchObject({ hearingId, phase: 'open', interruption: { cause: 'computer-restarted' } });
  expect(state.alarms.map(({ fault }) => fault.key)).toContain('hearing.interrupted');
  const before = trackBytes();
  const plans = new Set<string>();
  recorder.on('capture.planned', ({ mode }) => plans.add(mode));
  // The service looks every three seconds whether it should be recording.
  await seconds(5);
  expect(trackBytes()).toBe(before);
  // Who comes in is told the plan that stands, which is to be closed; that word may still be on its way.
  expect([...plans].filter((mode) => mode !== 'closed')).toEqual([]);
  expect(secretary.state()).toMatchObject({ lamp: { state: 'off' }, previewsAllowed: false });
  // Where it broke off, not when it was found.
  expect(
    Math.abs(state.hearing!.interruption!.wallMs - entriesOf(journal(), 'segment.admitted').at(-1)!.wallMs),
  ).toBeLessThan(10_000);
});

test('one touch of the judge goes on on the same line, with the hole told', async () => {
  await judge.must('hearing.resume', { byOralOrder: false });
  const state = await secretary.until(({ lamp }) => lamp.state === 'recording', 10_000, 'recording again');
  expect(state.hearing).toMatchObject({ hearingId, interruption: null });
  expect(state.alarms.map(({ fault }) => fault.key)).not.toContain('hearing.interrupted');
  await seconds(5);
  const [interrupted] = entriesOf(journal(), 'hearing.interrupted');
  const [continued] = entriesOf(journal(), 'hearing.continued');
  expect(continued!.author.role).toBe('judge');
  expect(continued!.body.atUs).toBeGreaterThan(interrupted!.body.atUs + 4_000_000);
  expect(entriesOf(journal(), 'gap.found').map(({ body }) => body)).toContainEqual({
    trackId: 'judge',
    fromUs: interrupted!.body.atUs,
    toUs: expect.toSatisfy((toUs: number) => Math.abs(toUs - continued!.body.atUs) < 100_000),
    cause: 'computer-restarted',
  });
});

test('the record of both boots lies on one line and verifies', async () => {
  await secretary.must('hearing.end', { byOralOrder: false });
  const closed = entriesOf(journal(), 'track.closed').map(({ body }) => body);
  expect(closed.map(({ epoch }) => epoch)).toEqual([1, 2]);
  const continuedUs = entriesOf(journal(), 'hearing.continued')[0]!.body.atUs;
  expect(closed[1]!.fromUs).toBeGreaterThanOrEqual(continuedUs);
  expect(closed[1]!.toUs - closed[1]!.fromUs).toBeGreaterThan(3_000_000);
  expect(entriesOf(journal(), 'hearing.ended')[0]!.body.atUs).toBeGreaterThanOrEqual(closed[1]!.toUs);
  expect(await secretary.must('record.verify', { hearingId })).toMatchObject({ intact: true, damages: [] });
});
