import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { TrackId } from '#domain/ids.ts';
import { createPlayback } from '../../../src/hall/playback/index.ts';
import { readLaidMix } from '../../../src/hall/playback/laid-mix.ts';
import { makeHall, openHallArchive, silentLog, type MadeHall } from '../../fixtures/make-hall.ts';
import { makeRecord, type MadeRecord, type WantedTrack } from '../../fixtures/make-record.ts';
import { median, say } from '../verdict.ts';

const run = promisify(execFile);
const hourS = 3600;
const clipUs = 60_000_000;
/** The tracks of the record do not all end with the hour. */
const endUs = 1_000_000;
/** The last ten minutes of the hour, where most lies before what is asked for. */
const laidUs = 600_000_000;
const layLimitMs = 120_000;
const commandLine = path.join(import.meta.dirname, '..', '..', '..', 'src', 'hall', 'cli', 'main.ts');

/** As the recorder seals them; five recorded seconds are repeated, in real chunks with real hashes. */
const anHour = { lengthS: hourS, encodedS: 5, segmentS: 4 } as const;
const picture = { width: 1280, height: 720, bitrateBps: 2_500_000 } as const;
const microphones = [
  'judge',
  'secretary',
  'claimant',
  'defendant',
  'prosecutor',
  'defence',
  'witness',
  'interpreter',
] as const;
const hourOfHall: readonly WantedTrack[] = [
  { trackId: 'camera-1', kind: 'camera', epochs: [{ ...anHour, fromS: 0.2, picture }] },
  { trackId: 'camera-2', kind: 'camera', epochs: [{ ...anHour, fromS: 0.22, picture }] },
  ...microphones.map((trackId): WantedTrack => ({
    trackId,
    kind: 'microphone',
    epochs: [{ ...anHour, fromS: 0.1 }],
  })),
];
/** They hardly differ from each other. */
const verifyRounds = 5;

/** What is copied against bare ffmpeg: seven rounds of everything would take a quarter of an hour and tell the same. */
const copied = ['camera-1', 'judge', 'witness'] as const;

/** CPU seconds of a program and of all it waited for, and how long it took. Throws when it does not end well. */
async function costOf(command: string, args: readonly string[]): Promise<Readonly<{ cpuS: number; wallS: number }>> {
  const timed = 'TIMEFORMAT="%U %S %R"; time "$@" >/dev/null';
  const { stderr } = await run('bash', ['-c', timed, 'timed', command, ...args]);
  const [user = Number.NaN, system = Number.NaN, wallS = Number.NaN] = (stderr.trim().split('\n').at(-1) ?? '')
    .split(' ')
    .map(Number);
  return { cpuS: user + system, wallS };
}

type Pair = Readonly<{ ours: number; theirs: number }>;

async function alternated(rounds: number, what: string, round: () => Promise<Pair>): Promise<number> {
  const ratios: number[] = [];
  for (let at = 0; at < rounds; at += 1) {
    const { ours, theirs } = await round();
    ratios.push(ours / theirs);
    say(`${what}: ${ours.toFixed(2)} s of CPU, bare ${theirs.toFixed(2)} s`);
  }
  return median(ratios);
}

function exportRound(hall: MadeHall, record: MadeRecord): () => Promise<Pair> {
  const out = path.join(hall.folders.exports, 'hour.mkv');
  const home = path.dirname(hall.folders.archive);
  const inputs = copied.flatMap((trackId) => ['-i', record.fileOf(trackId)]);
  const maps = copied.flatMap((_, at) => ['-map', `${String(at)}:0`]);
  const bare = ['-v', 'error', '-nostdin', '-y', ...inputs, ...maps, '-c', 'copy', '-f', 'matroska', out];
  return async () => {
    const asked = ['--tracks', copied.join(','), '--out', out, '--json', '--home', home];
    const exported = [commandLine, 'archive', 'export', record.hearingId, ...asked];
    const ours = await costOf(process.execPath, exported);
    rmSync(out);
    const theirs = await costOf('ffmpeg', bare);
    rmSync(out);
    return { ours: ours.cpuS, theirs: theirs.cpuS };
  };
}

function verifyRound(hall: MadeHall, record: MadeRecord): () => Promise<Pair> {
  const home = path.dirname(hall.folders.archive);
  const files = hourOfHall.map(({ trackId }) => record.fileOf(trackId));
  return async () => {
    const verify = [commandLine, 'archive', 'verify', record.hearingId, '--json', '--home', home];
    const ours = await costOf(process.execPath, verify);
    const theirs = await costOf('openssl', ['dgst', '-sha256', ...files]);
    return { ours: ours.cpuS, theirs: theirs.cpuS };
  };
}

/** ms until a clip of 60 s lies ready, at `count` places of the hour. */
async function clipTimes(hall: MadeHall, record: MadeRecord, count: number, seed: number): Promise<readonly number[]> {
  const archive = openHallArchive(hall);
  const playback = createPlayback({
    log: silentLog,
    ffmpeg: { ffmpegPath: 'ffmpeg' },
    clipsFolder: path.join(hall.folders.run, 'clips'),
    segments: (...ask) => archive.segments(...ask),
  });
  const times: number[] = [];
  const tracks = [...microphones] as readonly string[] as readonly TrackId[];
  const toUs = hourS * 1e6;
  const laid = { hearingId: record.hearingId, folder: record.folder, fromUs: toUs - laidUs, toUs, tracks };
  try {
    // As when a hearing was recorded: its mix was laid by. Here all at once, at the lowest priority.
    const beganAt = performance.now();
    playback.layMix([laid]);
    while ((await readLaidMix(record.folder, tracks, (hourS - 10) * 1e6, (hourS - 5) * 1e6)) === null) {
      if (performance.now() - beganAt > layLimitMs) throw new Error('the mix was not laid by');
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    say(`the mix of ten minutes was laid by in ${((performance.now() - beganAt) / 1000).toFixed(0)} s`);
    for (let at = 0; at < count; at += 1) {
      // Spread by the golden ratio, so that few places meet every phase of a segment.
      const place = (seed * 0.37 + at * 0.618_034) % 1;
      const fromUs = Math.round(toUs - laidUs + place * (laidUs - clipUs - endUs));
      const startedAt = performance.now();
      const made = await playback.clip({
        hearingId: record.hearingId,
        folder: record.folder,
        fromUs,
        toUs: fromUs + clipUs,
        camera: 'camera-1' as TrackId,
        microphones: tracks,
      });
      if (!made.ok) throw new Error(made.fault.key);
      times.push(performance.now() - startedAt);
    }
  } finally {
    await playback.close();
    archive.close();
  }
  say(`clips of 60 s: ${times.map((ms) => ms.toFixed(0)).join(', ')} ms`);
  return times;
}

export type ArchiveCost = Readonly<{ exportCost: number; verifyCost: number; clipMs: number; worstClipMs: number }>;

/** What reading an hour's record costs against bare programs that do the same to the same bytes. */
export async function archiveCost(rounds: number, seed: number): Promise<ArchiveCost> {
  const hall = await makeHall();
  try {
    say('an hour of two cameras and eight microphones is being laid down');
    const record = await makeRecord(hall, hourOfHall);
    openHallArchive(hall).close();
    const exportCost = await alternated(rounds, 'export of an hour', exportRound(hall, record));
    const verifyCost = await alternated(Math.min(rounds, verifyRounds), 'verification', verifyRound(hall, record));
    const clips = await clipTimes(hall, record, 9, seed);
    return { exportCost, verifyCost, clipMs: median(clips), worstClipMs: Math.max(...clips) };
  } finally {
    await hall.remove();
  }
}
