import { isAsked, isKindAsked, type CheckItem } from '#domain/check/check-item.ts';
import type { SeatId } from '#domain/ids.ts';
import type { Seat } from '#domain/seats.ts';
import { syncPlan } from '#measure/check-signal.ts';
import { findFlashes, type SeenFlashes } from '#measure/lip-sync.ts';
import { measurePictures, type Frame } from '#measure/picture.ts';
import { chunkLogOf, decodedWidthPx, decodePictures } from './decoding.ts';
import type { AnalyseAsk, Selftest, SelftestNeeds } from './door.ts';
import { judgeSounds } from './judge-sound.ts';
import { judgeLipSync } from './judge-lip-sync.ts';
import { judgePicture, type PictureReading } from './judging-picture.ts';
import { lookCloser } from './look-closer.ts';
import { openSoundMeter, type SoundMeter } from './measure-sounds.ts';
import { runProbes } from './probe.ts';
import { readTwoWays } from './read-two-ways.ts';
import { judgeSecondPath } from './second-path.ts';
import type { SoundReading } from './read-sound.ts';
import type { SoundWord } from './sound-worker.ts';
import { mustShowFace, placesSpokenInto } from './spoken-into.ts';

type Picture = Omit<PictureReading, 'sight'>;
type Measured = Readonly<{ pictures: Map<SeatId, Picture | null>; sounds: Map<SeatId, SoundReading | null> }>;

/** As many decoders at once as the smallest court PC has cores. */
const atOnce = 2;

/** The check of this hall. */
export function createSelftest(needs: SelftestNeeds): Selftest {
  return {
    analyse: (ask, onItem) => analyse(needs, ask, onItem),
    kinds: () => [...new Set(needs.probes.map(({ kind }) => kind))],
    async probe({ isHearing, only }, onItem) {
      const wanted = needs.probes.filter(({ kind, isPassive }) => (isPassive || !isHearing) && isKindAsked(kind, only));
      const tellAsked = (item: CheckItem): void => (isAsked(item, only) ? onItem(item) : undefined);
      const items = await runProbes(wanted, tellAsked, needs.log);
      return items.filter((item) => isAsked(item, only));
    },
  };
}

async function analyse(
  needs: SelftestNeeds,
  ask: AnalyseAsk,
  onItem: (item: CheckItem) => void = () => {},
): Promise<readonly CheckItem[]> {
  const measured: Measured = { pictures: new Map(), sounds: new Map() };
  const waiting = [...ask.seats];
  const work = async (): Promise<void> => {
    const meter = openSoundMeter(needs.ffmpeg.ffmpegPath);
    for (let seat = waiting.shift(); seat !== undefined; seat = waiting.shift())
      if (seat.kind === 'camera') measured.pictures.set(seat.id, await measurePicture(needs, seat, ask));
      else measured.sounds.set(seat.id, await measureSound(needs, meter, seat, ask));
    await meter.close();
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, waiting.length) }, work));
  // How long the test was is told by whoever recorded longest.
  const coverS = Math.max(
    0,
    ...[...measured.pictures.values()].map((picture) => picture?.lengthS ?? 0),
    ...[...measured.sounds.values()].map((reading) => reading?.lengthS ?? 0),
  );
  const items = judge(needs, ask, measured, coverS);
  items.forEach(onItem);
  if (ask.hasSecondWays !== true) return items;
  const seconds: CheckItem[] = [];
  for (const seat of ask.seats) {
    if (seat.kind !== 'microphone' || seat.device.path !== 'browser') continue;
    const item = judgeSecondPath(seat, await readTwoWays(needs, seat, ask.folder), needs.tuning);
    onItem(item);
    seconds.push(item);
  }
  return [...items, ...seconds];
}

function judge(
  { tuning }: SelftestNeeds,
  { seats, loudspeakers, isTalk, sights, stretches }: AnalyseAsk,
  { pictures, sounds }: Measured,
  coverS: number,
): readonly CheckItem[] {
  const microphones = seats.filter(({ kind }) => kind === 'microphone');
  const heard = microphones.map((seat) => ({ seat, reading: sounds.get(seat.id) ?? null }));
  const spokenInto = placesSpokenInto(
    heard.flatMap(({ seat: { place }, reading }) =>
      reading === null ? [] : [{ place, secondsDbfs: reading.secondsDbfs, speechDbfs: reading.speech.speechDbfs }],
    ),
  );
  const echoes = stretches.echo?.heard ?? [];
  const sound = judgeSounds(heard, loudspeakers, { coverS, isTalk, echoes }, tuning);
  const ofSeats = seats.flatMap((seat): readonly CheckItem[] => {
    if (seat.kind === 'microphone')
      return sound.filter(({ kind, subject }) => kind === seat.kind && subject === seat.id);
    const picture = pictures.get(seat.id) ?? null;
    const reading = picture === null ? null : { ...picture, sight: sights?.get(seat.id) ?? null };
    return [judgePicture(seat, reading, { coverS, mustShowFace: mustShowFace(seat.place, spokenInto) }, tuning)];
  });
  const synced = stretches.sync == null ? [] : judgeLipSync(seats, pictures, sounds);
  return [...ofSeats, ...sound.filter(({ kind }) => kind === 'loudspeaker'), ...synced];
}

async function measureSound(
  { log }: SelftestNeeds,
  meter: SoundMeter,
  seat: Seat,
  { folder, stretches }: AnalyseAsk,
): Promise<SoundReading | null> {
  const file = await chunkLogOf(folder, seat.id);
  if (file === null) return null;
  // A thread that died has measured nothing; the other seats are not to suffer for it.
  const dead = (error: unknown): SoundWord => ({ reading: null, why: String(error) });
  const { reading, why } = await meter.measure({ file, stretches }).catch(dead);
  if (why !== null) log.warn({ seat: seat.id, error: why }, 'seat-not-measured');
  return reading;
}

async function measurePicture(
  { ffmpeg: { ffmpegPath }, log, modelsFolder = null }: SelftestNeeds,
  seat: Seat,
  { folder, stretches }: AnalyseAsk,
): Promise<Picture | null> {
  const notMeasured = (error: unknown): null => {
    log.warn({ seat: seat.id, error: String(error) }, 'seat-not-measured');
    return null;
  };
  const file = await chunkLogOf(folder, seat.id);
  const pictures = file === null ? null : await decodePictures(ffmpegPath, file).catch(notMeasured);
  if (file === null || pictures === null) return null;
  const { frames, size } = pictures;
  const lengthS = ((frames.at(-1)?.atMs ?? 0) - (frames[0]?.atMs ?? 0)) / 1000;
  // A camera that gives pictures is not told as one that gives none because they could not be looked at closely.
  const close = size === null ? null : await lookCloser(ffmpegPath, file, size, modelsFolder).catch(notMeasured);
  const flashes = stretches.sync == null ? null : seenFlashes(frames, stretches.sync.beganAtMs);
  return { figures: measurePictures(frames), size, lengthS, close, flashes };
}

const syncMarginMs = 1500;

function seenFlashes(frames: readonly Frame[], beganAtMs: number): SeenFlashes | null {
  const plan = syncPlan(beganAtMs);
  const [fromMs, toMs] = [beganAtMs - syncMarginMs, (plan.atMs.at(-1) ?? beganAtMs) + syncMarginMs];
  const during = frames.filter(({ atMs }) => atMs >= fromMs && atMs < toMs);
  return findFlashes(during, decodedWidthPx, plan);
}
