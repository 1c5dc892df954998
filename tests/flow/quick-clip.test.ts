import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HearingId, TrackId } from '#domain/ids.ts';
import { runToEnd } from '../../src/hall/plumbing/index.ts';
import { createPlayback, type Clip, type Playback } from '../../src/hall/playback/index.ts';
import { chunksOf, encodePicture } from './encoded-media.ts';
import { quietLog, until } from './recorder-stage.ts';

/* The last words at once: the picture from the disk, the sound from what was decoded for the alarms; read by ffmpeg. */

const hearingId = randomUUID() as HearingId;
const [camera, judge] = ['camera-1', 'judge'] as TrackId[] as [TrackId, TrackId];
let folder: string;
let playback: Playback;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'tarazy-quick-'));
  playback = createPlayback({
    log: quietLog,
    // Nothing may be started.
    ffmpeg: { ffmpegPath: '/nowhere/ffmpeg' },
    clipsFolder: path.join(folder, 'clips'),
    segments: () => [],
  });
});
afterEach(async () => {
  await playback.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A tone that begins at 105 s of the hearing's line; before it there is silence. */
function hearTone(): void {
  for (let atS = 100; atS < 125; atS += 1) {
    const samples = Float32Array.from({ length: 48_000 }, (_, at) =>
      atS < 110 ? 0 : 0.25 * Math.sin((2 * Math.PI * 440 * at) / 48_000),
    );
    playback.hear({ hearingId, trackId: judge, atUs: atS * 1e6, samples });
  }
}
const clip = (fromUs: number, toUs: number, of: TrackId | null): ReturnType<Playback['clip']> =>
  playback.clip({ hearingId, folder, fromUs, toUs, camera: of, microphones: [judge] });
/** Where the clip lies once it is on the disk. */
async function laidBy({ media }: Clip): Promise<string> {
  const [token, name] = media.split('/').slice(-2);
  await until('the clip is on the disk', () => playback.openMedia(token!, name!)!.parts === null);
  return playback.openMedia(token!, name!)!.path;
}
async function read(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runToEnd({ command: args[0]!, args: args.slice(1), limitMs: 20_000 });
  expect([code, stderr]).toEqual([0, '']);
  return stdout.toString('utf8');
}

test('picture and sound of the last words are one film that any player reads, on the hearing’s time', async () => {
  const picture = chunksOf(await encodePicture('testsrc', 25), { hearingId, trackNo: 1, epoch: 1 }, 100_000_000);
  mkdirSync(path.join(folder, 'tracks', camera), { recursive: true });
  writeFileSync(path.join(folder, 'tracks', camera, '0001.mkv'), Buffer.concat(picture.map(({ bytes }) => bytes)));
  hearTone();
  const made = await clip(105_500_000, 124_000_000, camera);
  if (!made.ok) throw new Error(made.fault.key);
  // It begins with the key picture before.
  expect(made.value).toMatchObject({ fromUs: 105_000_000, toUs: 124_000_000 });
  const file = await laidBy(made.value);

  const probed = JSON.parse(
    await read('ffprobe', '-v', 'error', '-count_frames', '-show_streams', '-of', 'json', file),
  ) as Readonly<{ streams: readonly Readonly<Record<string, string>>[] }>;
  const [film, sound] = probed.streams;
  expect(film).toMatchObject({ codec_name: 'h264', width: 320, height: 180, nb_read_frames: String(19 * 25) });
  expect(sound).toMatchObject({ codec_name: 'pcm_s16le', sample_rate: '48000', channels: 1 });
  for (const { start_time: start, duration } of probed.streams)
    expect([start, duration]).toEqual(['0.000000', '19.000000']);
  // Sought into the middle, the picture that comes is that of the moment.
  await read('ffmpeg', '-v', 'error', '-nostdin', '-ss', '9.5', '-i', file, '-frames:v', '1', '-f', 'null', '-');
});

test('a film of sound alone begins exactly where it was asked, and a tone in it stands where it was heard', async () => {
  hearTone();
  const made = await clip(107_300_000, 124_000_000, null);
  if (!made.ok) throw new Error(made.fault.key);
  expect(made.value).toMatchObject({ fromUs: 107_300_000, toUs: 124_000_000 });
  const file = await laidBy(made.value);
  const said = await runToEnd({
    command: 'ffmpeg',
    args: ['-nostdin', '-i', file, '-af', 'silencedetect=noise=-50dB:d=0.5', '-f', 'null', '-'],
    limitMs: 20_000,
  });
  const end = /silence_end: ([\d.]+)/.exec(said.stderr)?.[1];
  expect(Number(end)).toBeCloseTo(2.7, 3);
});

test('a clip can be played before the disk has it, byte for byte as it will lie there, and while the disk refuses it', async () => {
  hearTone();
  const made = await clip(107_300_000, 124_000_000, null);
  if (!made.ok) throw new Error(made.fault.key);
  const [token, name] = made.value.media.split('/').slice(-2);
  const fresh = playback.openMedia(token!, name!)!;
  expect(existsSync(fresh.path)).toBe(false);
  expect(Buffer.concat(fresh.parts!).equals(readFileSync(await laidBy(made.value)))).toBe(true);

  rmSync(path.join(folder, 'clips'), { recursive: true });
  writeFileSync(path.join(folder, 'clips'), 'no folder can be made here');
  const refused = await clip(107_300_000, 124_000_000, null);
  if (!refused.ok) throw new Error(refused.fault.key);
  // By then it was tried, and refused.
  await new Promise((resolve) => setTimeout(resolve, 2500));
  const [later, sameName] = refused.value.media.split('/').slice(-2);
  expect(Buffer.concat(playback.openMedia(later!, sameName!)!.parts!).equals(Buffer.concat(fresh.parts!))).toBe(true);
});

test('when the record needs the disk a clip that is not written yet never is, and is played all the same', async () => {
  hearTone();
  const made = await clip(107_300_000, 124_000_000, null);
  if (!made.ok) throw new Error(made.fault.key);
  playback.giveWay(true);
  await new Promise((resolve) => setTimeout(resolve, 2500));
  const [token, name] = made.value.media.split('/').slice(-2);
  const { path: file, parts } = playback.openMedia(token!, name!)!;
  expect([existsSync(file), parts?.length]).toEqual([false, expect.any(Number)]);
});

test('what the mix does not hold is cut out of the record, not played with a hole', async () => {
  hearTone();
  expect(await clip(90_000_000, 124_000_000, null)).toMatchObject({ ok: false });
});

test('words of long ago are there as fast as the last ones, because the mix was laid by as it went on', async () => {
  const epoch = { hearingId, folder, trackId: judge, epoch: 1, kind: 'microphone' } as const;
  mkdirSync(path.join(folder, 'tracks', judge), { recursive: true });
  playback.follow(epoch);
  // A second of a tone, and nothing else for three minutes.
  for (let atS = 0; atS < 180; atS += 1) {
    const samples = Float32Array.from({ length: 48_000 }, (_, at) =>
      atS === 20 ? 0.25 * Math.sin((2 * Math.PI * 440 * at) / 48_000) : 0,
    );
    playback.hear({ hearingId, trackId: judge, atUs: atS * 1e6, samples });
    if (atS % 5 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const made = await clip(15_000_000, 45_000_000, null);
  if (!made.ok) throw new Error(made.fault.key);
  expect(made.value).toMatchObject({ fromUs: 15_000_000, toUs: 45_000_000 });
  const file = await laidBy(made.value);
  const said = await runToEnd({
    command: 'ffmpeg',
    args: ['-nostdin', '-i', file, '-af', 'silencedetect=noise=-50dB:d=0.5', '-f', 'null', '-'],
    limitMs: 20_000,
  });
  const [, end] = /silence_end: ([\d.]+)/.exec(said.stderr) ?? [];
  expect(Number(end)).toBeCloseTo(5, 3);
  // With another voice in it, it is another mix.
  const ask = { hearingId, folder, fromUs: 15_000_000, toUs: 45_000_000, camera: null };
  expect(await playback.clip({ ...ask, microphones: [judge, 'witness' as TrackId] })).toMatchObject({ ok: false });
});

test('when the disk is short the mix that was laid by goes too, and nothing more is laid by', async () => {
  playback.follow({ hearingId, folder, trackId: judge, epoch: 1, kind: 'microphone' });
  const hear = async (fromS: number, toS: number): Promise<void> => {
    for (let atS = fromS; atS < toS; atS += 1)
      playback.hear({ hearingId, trackId: judge, atUs: atS * 1e6, samples: new Float32Array(48_000) });
    await new Promise((resolve) => setTimeout(resolve, 100));
  };
  const mix = path.join(folder, 'derived', 'mix');
  await hear(0, 30);
  expect(existsSync(mix)).toBe(true);
  playback.giveWay(true);
  await hear(30, 60);
  expect(existsSync(mix)).toBe(false);
});

test('a voice that comes after its moment was laid by is laid by with what follows it, and what came before stays', async () => {
  mkdirSync(path.join(folder, 'tracks', judge), { recursive: true });
  playback.follow({ hearingId, folder, trackId: judge, epoch: 1, kind: 'microphone' });
  const witness = 'witness' as TrackId;
  const hear = (trackId: TrackId, atS: number, level: number): void =>
    playback.hear({ hearingId, trackId, atUs: atS * 1e6, samples: new Float32Array(48_000).fill(level) });
  const mix = path.join(folder, 'derived', 'mix');
  /** Level of the mix at this second; null where nothing of it is laid by. */
  const laidAt = async (atS: number): Promise<number | null> => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const [name] = readdirSync(mix);
    const bytes = name === undefined ? Buffer.alloc(0) : readFileSync(path.join(mix, name));
    const at = (atS - Number.parseInt(name ?? '', 10) / 48_000) * 96_000;
    return at + 2 <= bytes.length ? Math.round(bytes.readInt16LE(at) / 327.67) / 100 : null;
  };
  for (let atS = 0; atS < 10; atS += 1) for (const each of [judge, witness]) hear(each, atS, 0.1);
  for (let atS = 10; atS < 40; atS += 1) hear(judge, atS, 0.1);
  expect([await laidAt(5), await laidAt(10.5)]).toEqual([0.2, 0.1]);
  hear(witness, 10, 0.3);
  expect([await laidAt(5), await laidAt(10.5)]).toEqual([0.2, 0.4]);
  hear(judge, 40, 0.1);
  expect([await laidAt(10.5), await laidAt(30)]).toEqual([0.4, 0.1]);
});
