/**
 * `npm run measure -- sync [--minutes N] [--ppm P]`: whether sound and picture of a record belong together. In the virtual
 * courtroom a lamp flashes before a camera and a microphone hears a chirp at one moment of CLOCK_MONOTONIC, every 3 s; a
 * second microphone, whose own clock is P millionths fast, hears it half a period later. All is recorded by the real
 * windows and the real hall service, over both ways to the sound, and then looked for in the chunk logs, the playable
 * copies, an export, the parties' copies (with picture, and sound only) and clips. An offset is in ms and says how much
 * EARLY the sound is against the picture (EBU R37, ITU-R BT.1359: sound early is positive); where there is no picture the
 * second microphone is compared with the first. What the laboratory itself was late by, by its log, is taken off.
 */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { HearingId, TrackId } from '#domain/ids.ts';
import { startLab } from '../lab/start-lab.ts';
import { inventedCard } from '../stage/hall-card.ts';
import { entriesOf, onlyHearingFolder, readJournal } from '../stage/record-files.ts';
import { startStage, wait, type Stage } from '../stage/start-stage.ts';
import { courtroomOfClocks, hallOfClocks, type MicrophoneName } from './sync/hall-of-clocks.ts';
import { offsetsOf, type Offsets } from './sync/offsets.ts';
import { readChirps } from './sync/read-chirps.ts';
import { readFlashes } from './sync/read-flashes.ts';
import { trueMoments, type Moment } from './sync/true-moments.ts';
import { numberFlag, printVerdict, say } from './verdict.ts';

const limits = {
  earlyMs: 15,
  lateMs: -45,
  driftMs: 10,
  derivedMs: 40,
  clockOffPpm: 50,
  missing: 0,
  damages: 0,
} as const;
const names: readonly MicrophoneName[] = ['first', 'second'];
const trackIds = ['camera', 'first', 'second'] as TrackId[];
/** A clock so far off is told. */
const toldFromPpm = 600;
/** No moment is looked for so close to an end of the record or of a clip. */
const edgeS = 1.5;
const clipS = 60;

async function open(stage: Stage): Promise<HearingId> {
  await stage.ask('hall.set-up', { card: hallOfClocks });
  const { hearingId } = await stage.ask('hearing.plan', { card: inventedCard });
  await stage.ask('hearing.check', { hearingId });
  await stage.until((state) => state.check?.state === 'done', 60_000, 'the check is done');
  await stage.ask('hearing.open', { hearingId, override: { reason: 'test', person: 'test' } });
  await stage.until(
    ({ lamp }) => lamp.state === 'recording' && lamp.tracks.every(({ state }) => state === 'written'),
    20_000,
    'everything is recorded',
  );
  return hearingId;
}

/** What is made of the record; each second 0 on the hearing's line in s, as well as it is known. */
async function derive(
  stage: Stage,
  hearingId: HearingId,
  toUs: number,
): Promise<
  Readonly<{
    exact: string;
    party: string;
    mix: string;
    clips: readonly Readonly<{ file: string; fromS: number; toS: number }>[];
  }>
> {
  const ask = { hearingId, fromUs: 0, toUs };
  const exact = await stage.ask('record.export', { ...ask, tracks: trackIds, form: 'exact' });
  const party = await stage.ask('record.export', { ...ask, tracks: trackIds, form: 'party' });
  const mix = await stage.ask('record.export', { ...ask, tracks: trackIds.slice(1), form: 'party' });
  const clips = [];
  const lastFromS = Math.max(0, toUs / 1e6 - clipS);
  for (const fromS of new Set([0, lastFromS / 2, lastFromS])) {
    const clip = await stage.ask('read-back.prepare', {
      ...{ hearingId, camera: 'camera' },
      ...{ fromUs: Math.round(fromS * 1e6), toUs: Math.round(Math.min(toUs, (fromS + clipS) * 1e6)) },
    });
    const file = path.join(stage.homeFolder, `clip-${String(clips.length)}.mp4`);
    writeFileSync(file, Buffer.from(await (await fetch(clip.url)).arrayBuffer()));
    clips.push({ file, fromS: clip.fromUs / 1e6, toS: clip.toUs / 1e6 });
  }
  return { exact: exact.path, party: party.path, mix: mix.path, clips };
}

/** The flash of each moment in a file whose second 0 is about `zeroS`; null where it is not seen. */
async function flashesIn(file: string, moments: readonly Moment[], zeroS: number): Promise<readonly (number | null)[]> {
  const seen = await readFlashes(file);
  return moments.map(({ flashS }) => seen.find((atS) => Math.abs(atS - (flashS - zeroS)) < 0.9) ?? null);
}

type Source = Readonly<{ file: string; stream: number }>;

/** Each microphone against the picture, or against what else is given as the reference of each moment. */
async function soundsAgainst(
  flashes: readonly (number | null)[],
  moments: readonly Moment[],
  zeroS: number,
  sources: Readonly<Partial<Record<MicrophoneName, Source>>>,
): Promise<Partial<Record<MicrophoneName, Offsets>>> {
  const offsets: Partial<Record<MicrophoneName, Offsets>> = {};
  for (const name of names) {
    const source = sources[name];
    if (source === undefined) continue;
    const chirps = await readChirps(
      source.file,
      source.stream,
      moments.map(({ chirpS }) => chirpS[name] - zeroS),
    );
    offsets[name] = offsetsOf(
      moments.map(({ flashS, chirpS }, at) => ({
        reference: flashes[at] ?? null,
        chirp: chirps[at] ?? null,
        apartS: chirpS[name] - flashS,
      })),
    );
  }
  return offsets;
}

const minutes = numberFlag('minutes', 5);
const ppm = numberFlag('ppm', 1000);
const homeFolder = mkdtempSync(path.join(tmpdir(), 'tarazy-sync-'));
const lab = await startLab(courtroomOfClocks(ppm));
const stage = await startStage({ openLab: lab, homeFolder, windows: { console: null, bench: null } });
try {
  const hearingId = await open(stage);
  say(`recording for ${String(minutes)} minutes`);
  await wait(minutes * 60_000);
  await stage.ask('hearing.end', { byOralOrder: false });
  await stage.until((state) => state.hearing?.phase === 'ended', 20_000, 'the end');
  const folder = onlyHearingFolder(homeFolder);
  const journal = readJournal(folder);
  const zeroUs = entriesOf(journal, 'hearing.opened')[0]?.body.zero.monotonicUs ?? Number.NaN;
  const toUs = entriesOf(journal, 'hearing.ended')[0]?.body.atUs ?? Number.NaN;
  const toS = toUs / 1e6;
  say('deriving');
  const made = await derive(stage, hearingId, toUs);
  const camera = lab.cameras.get('cam-hall');
  if (camera === undefined) throw new Error('the camera is missing');
  const fromS = Math.max(...entriesOf(journal, 'track.closed').map(({ body }) => body.fromUs / 1e6));
  const moments = trueMoments(camera.frameLog, zeroUs, fromS + edgeS, toS - edgeS);
  const { damages } = await stage.ask('record.verify', { hearingId });

  say('looking');
  const track = (trackId: string): Source => ({ file: path.join(folder, 'tracks', trackId, '0001.mkv'), stream: 0 });
  const recordFlashes = await flashesIn(track('camera').file, moments, 0);
  const inRecord = async (suffix: string) =>
    soundsAgainst(recordFlashes, moments, 0, { first: track(`first${suffix}`), second: track(`second${suffix}`) });
  const both = (file: string): Record<MicrophoneName, Source> => ({
    first: { file, stream: 0 },
    second: { file, stream: 0 },
  });
  const readings: Record<string, Partial<Record<MicrophoneName, Offsets>>> = {
    record: await inRecord(''),
    secondWay: await inRecord('--own'),
    exact: await soundsAgainst(await flashesIn(made.exact, moments, 0), moments, 0, {
      first: { file: made.exact, stream: 0 },
      second: { file: made.exact, stream: 1 },
    }),
    party: await soundsAgainst(await flashesIn(made.party, moments, 0), moments, 0, both(made.party)),
  };
  for (const [at, { file, fromS: clipFromS, toS: clipToS }] of made.clips.entries()) {
    const inside = moments.filter(
      ({ flashS, chirpS }) => flashS > clipFromS + edgeS && chirpS.second < clipToS - edgeS,
    );
    const flashes = await flashesIn(file, inside, clipFromS);
    readings[`clip${String(at + 1)}`] = await soundsAgainst(flashes, inside, clipFromS, both(file));
  }
  const mixed = await readChirps(
    made.mix,
    0,
    moments.map(({ chirpS }) => chirpS.first),
  );
  readings['mix'] = {
    ...(await soundsAgainst(
      mixed.map((atS, at) =>
        atS === null ? null : atS + (moments[at]?.flashS ?? 0) - (moments[at]?.chirpS.first ?? 0),
      ),
      moments,
      0,
      { second: { file: made.mix, stream: 0 } },
    )),
  };
  const epochs = ['camera', 'first', 'second', 'first--own', 'second--own'].map(
    (trackId) => readdirSync(path.join(folder, 'tracks', trackId)).length,
  );
  /** By how far the journal's figure of each device's clock is off. */
  const clockOffPpm = entriesOf(journal, 'track.closed')
    .filter(({ body }) => body.trackId !== 'camera')
    .map(({ body }) => (body.clock?.fastPpm ?? Number.NaN) - (body.trackId.startsWith('second') ? ppm : 0));
  /** Whose clock the hall told to be off; it measures for two minutes before it says so. */
  const clocksTold = entriesOf(journal, 'alarm.raised').flatMap(({ body: { fault } }) =>
    fault.key === 'recorder.clock-off' ? [String(fault.args['seat'])] : [],
  );
  const isToBeTold = minutes >= 3 && Math.abs(ppm) >= toldFromPpm;
  for (const [name, reading] of Object.entries(readings)) say(`${name} ${JSON.stringify(reading)}`);

  const isLipTrue = ({ earliestMs, latestMs, driftMs }: Offsets): boolean =>
    earliestMs <= limits.earlyMs && latestMs >= limits.lateMs && Math.abs(driftMs) <= limits.driftMs;
  const isNear = ({ earliestMs, latestMs }: Offsets): boolean =>
    earliestMs <= limits.derivedMs && latestMs >= -limits.derivedMs;
  const all = Object.values(readings).flatMap((reading) => Object.entries(reading));
  const wanted = Math.floor((minutes * 60_000) / 3000) - 3;
  printVerdict({
    name: 'sync',
    ok:
      moments.length >= wanted &&
      damages.length === 0 &&
      epochs.every((count) => count === 1) &&
      all.every(([, { missing }]) => missing === 0) &&
      clocksTold.join() === (isToBeTold ? 'second' : '') &&
      clockOffPpm.length === 4 &&
      clockOffPpm.every((offPpm) => Math.abs(offPpm) <= limits.clockOffPpm) &&
      all.every(([name, offsets]) => (name === 'first' ? isLipTrue(offsets) : isNear(offsets))),
    figures: {
      minutes,
      ppm,
      moments: moments.length,
      epochs,
      damages: damages.length,
      clockOffPpm,
      clocksTold,
      ...readings,
    },
    limits,
  });
} finally {
  await stage.stop();
  await lab.stop();
  if (process.exitCode === 0) rmSync(homeFolder, { recursive: true, force: true });
  else process.stderr.write(`the hall's folder: ${homeFolder}\n`);
}
