import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TrackLamp } from '#contract/papers.ts';
import { scanChunks } from '#domain/record/chunk.ts';
import { inventedCard, hallOfOne } from '../stage/hall-card.ts';
import { entriesOf, filesUnder, onlyHearingFolder, readJournal } from '../stage/record-files.ts';
import { makeDisk, mayMakeDisks, type TestDisk } from '../stage/test-disk.ts';
import { startPrivateSoundServer, type PrivateSoundServer } from './private-sound-server.ts';
import { babblePackets, playRecorder } from './scripted-recorder.ts';
import { spawnService, until, type Line, type RunningHall } from './start-service.ts';

/* The second way to the sound as a process of its own, beside a recorder window that is played by script. */

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

let home: string;
let sound: PrivateSoundServer;
let service: RunningHall;
let disk: TestDisk | null = null;
let secretary: Line;
let endings: (() => void)[];

const env = (): Record<string, string> => ({
  TARAZY_TRAINING: '1',
  ...(disk !== null && { TARAZY_SECOND_DISK: disk.folder }),
});
async function comeIn(): Promise<void> {
  secretary = await service.connect('console');
  secretary.on('state.changed', (state) => {
    if (!state.previewsAllowed) void secretary.ask('preview.closed', { planNo: state.planNo });
  });
}

beforeAll(async () => {
  home = mkdtempSync(path.join(tmpdir(), 'tarazy-sound-'));
  if (mayMakeDisks) disk = makeDisk(256 * 1024 ** 2);
  sound = await startPrivateSoundServer();
  await sound.pactl('load-module', 'module-null-sink', 'sink_name=wire', 'rate=48000', 'channels=1');
  await sound.pactl(
    'load-module',
    'module-remap-source',
    'master=wire.monitor',
    'source_name=mic',
    "source_properties=device.description='One'",
  );
  sound.play('wire', ['mono'], Buffer.alloc(96_000, 17));
  service = spawnService(home, env());
  await comeIn();
  const recorder = await service.connect('recorder');
  const script = playRecorder(recorder, () => service.address(), new Map([['judge', await babblePackets(1)]]));
  endings = [
    () => {
      script.drop();
      recorder.close();
    },
  ];
  await secretary.must('hall.set-up', { card: hallOfOne });
  const { hearingId } = await secretary.must('hearing.plan', { card: inventedCard });
  await secretary.must('hearing.check', { hearingId });
  await secretary.until(({ check }) => check?.state === 'done', 30_000, 'the check is done');
  await secretary.must('hearing.open', { hearingId, override: { reason: 'test', person: 'test' } });
  await secretary.until(({ lamp }) => lamp.state === 'recording', 10_000, 'the lamp is lit');
  await until(() => secondChunks().length > 4, 10_000, 'the second way writes');
});

afterAll(async () => {
  secretary.close();
  for (const end of endings) end();
  await service.stop();
  await sound.stop();
  disk?.remove();
  rmSync(home, { recursive: true, force: true });
});

const lampOf = (trackId: string): TrackLamp | undefined =>
  secretary.state()?.lamp.tracks.find((track) => (track.trackId as string) === trackId);
const soundPathPid = (): number =>
  (JSON.parse(readFileSync(path.join(home, 'run', 'sound-path.json'), 'utf8')) as { pid: number }).pid;
const streams = async (): Promise<number> =>
  (await sound.pactl('list', 'short', 'source-outputs'))
    .split('\n')
    .filter((line) => line !== '' && line.split('\t')[2] !== '-').length;

/** What the second track holds on disk, chunk by chunk in order. */
function secondChunks(): readonly Readonly<{ fromUs: number; toUs: number }>[] {
  const folder = path.join(onlyHearingFolder(home), 'tracks', 'judge--own');
  if (!existsSync(folder)) return [];
  return filesUnder(folder)
    .flatMap((file) => [...scanChunks(readFileSync(file))])
    .flatMap((chunk) => (chunk.state === 'whole' && chunk.header.seq > 0 ? [chunk.header] : []))
    .map(({ firstAtUs, lastAtUs }) => ({ fromUs: firstAtUs, toUs: lastAtUs }));
}
/** Stretches that the second track lacks. */
function holes(): readonly Readonly<{ fromUs: number; toUs: number }>[] {
  const chunks = secondChunks();
  return chunks
    .slice(1)
    .flatMap(({ fromUs }, at) =>
      fromUs - chunks[at]!.toUs > 15_000 ? [{ fromUs: chunks[at]!.toUs, toUs: fromUs }] : [],
    );
}
const isAlive = (pid: number): boolean =>
  existsSync(`/proc/${String(pid)}`) && !readFileSync(`/proc/${String(pid)}/stat`, 'utf8').includes(') Z ');

test('an ffmpeg of it that stands still is replaced within five seconds', async () => {
  const ffmpeg = execFileSync('pgrep', ['-P', String(soundPathPid()), 'ffmpeg'], { encoding: 'utf8' }).trim();
  process.kill(Number(ffmpeg), 'SIGSTOP');
  const before = secondChunks().length;
  await wait(1000);
  await until(() => secondChunks().length > before + 2, 6000, 'the second way writes again');
  expect(isAlive(Number(ffmpeg))).toBe(false);
  expect(secretary.state()?.lamp.state).toBe('recording');
});

test.skipIf(!mayMakeDisks)(
  'it has a disk of its own; one that stands still keeps nothing of the first way, and loses nothing of the second',
  async () => {
    const own = filesUnder(disk!.folder).filter((file) => file.endsWith('.mkv'));
    expect(new Set(own.map((file) => path.basename(path.dirname(file))))).toEqual(new Set(['judge--own']));
    const holesBefore = holes();
    const chief = (): number => lampOf('judge')?.writtenToUs ?? 0;
    const [beforeUs, secondsBefore] = [chief(), secondChunks().length];
    await disk!.standStill(4000);
    expect(chief() - beforeUs).toBeGreaterThan(3_000_000);
    expect(secretary.state()?.lamp.state).toBe('recording');
    await until(() => secondChunks().length > secondsBefore + 16, 6000, 'what waited is on the second disk');
    expect(holes()).toEqual(holesBefore);
  },
);

test('its death is an alarm and a named gap, the lamp stays lit by the other way, and it is back soon', async () => {
  process.kill(soundPathPid(), 'SIGKILL');
  const before = secondChunks().length;
  await until(() => secondChunks().length > before, 6000, 'the second way writes again');
  expect(secretary.state()?.lamp.state).toBe('recording');
  await wait(1000);
  const gaps = entriesOf(readJournal(onlyHearingFolder(home)), 'gap.found').map(({ body }) => body);
  expect(new Set(gaps.map(({ trackId }) => trackId))).toEqual(new Set(['judge--own']));
  const hole = holes().at(-1)!;
  expect(hole.toUs - hole.fromUs).toBeLessThan(8_000_000);
  for (const { fromUs, toUs } of gaps.slice(-1)) {
    expect(Math.abs(fromUs - hole.fromUs)).toBeLessThan(100_000);
    expect(Math.abs(toUs - hole.toUs)).toBeLessThan(100_000);
  }
});

test('the second way loses nothing when the service is killed, and the next service finds the same process', async () => {
  const pid = soundPathPid();
  await service.stop('SIGKILL');
  service = spawnService(home, env());
  await comeIn();
  const holesBefore = holes();
  const before = secondChunks().length;
  await until(() => secondChunks().length > before + 8, 10_000, 'the second way goes on');
  expect(soundPathPid()).toBe(pid);
  expect(holes()).toEqual(holesBefore);
});

test('one that stands still when silence is ordered is ended, and nothing behind the order is written (L5)', async () => {
  const pid = soundPathPid();
  process.kill(pid, 'SIGSTOP');
  await secretary.must('hearing.pause', { pause: 'deliberation', byOralOrder: true, note: '' });
  expect(isAlive(pid)).toBe(false);
  expect(await streams()).toBe(0);
  const journal = readJournal(onlyHearingFolder(home));
  const { atUs } = entriesOf(journal, 'hearing.paused').at(-1)!.body;
  const written = secondChunks();
  expect(Math.max(...written.map(({ toUs }) => toUs))).toBeLessThanOrEqual(atUs);
  await wait(2000);
  expect(secondChunks()).toEqual(written);
  expect(await streams()).toBe(0);
});

test('it ends by itself within six seconds when no service comes back, and hears nothing any more', async () => {
  const pid = soundPathPid();
  await service.stop('SIGKILL');
  await wait(6000);
  expect(isAlive(pid)).toBe(false);
  expect(await streams()).toBe(0);
});
