import { isAsked, isKindAsked, type CheckItem } from '#domain/check/check-item.ts';
import type { SeatId } from '#domain/ids.ts';
import { secondTrackOf, type Seat } from '#domain/seats.ts';
import { syncPlan } from '#measure/check-signal.ts';
import { findFlashes, type SeenFlashes } from '#measure/lip-sync.ts';
import { measurePictures } from '#measure/picture.ts';
import { chunkLogOf, decodedWidthPx, decodePictures } from './decoding.ts';
import type { AnalyseAsk, Selftest, SelftestNeeds } from './door.ts';
import { judgeSounds } from './judge-sound.ts';
import { judgeLipSync } from './judge-lip-sync.ts';
import { judgePicture, type PictureReading } from './judging-picture.ts';
import { lookCloser, openLookThread, type LookThread } from './look-closer.ts';
import { runProbes } from './probe.ts';
import { judgeSecondPath } from './second-path.ts';
import type { SoundReading } from './read-sound.ts';
import type { SoundOrder, SoundWord } from './sound-worker.ts';
import { openThread, type Thread } from './thread.ts';
import { mustShowFace, placesSpokenInto } from './spoken-into.ts';

type SoundMeter = Thread<SoundOrder, SoundWord>;
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
  const seconds = new Map<SeatId, CheckItem>();
  const waiting = [...ask.seats];
  const work = async (): Promise<void> => {
    const { ffmpegPath } = needs.ffmpeg;
    const meter: SoundMeter = openThread(new URL('./sound-worker.ts', import.meta.url), { ffmpegPath });
    const looker = openLookThread();
    for (let seat = waiting.shift(); seat !== undefined; seat = waiting.shift())
      if (seat.kind === 'camera') measured.pictures.set(seat.id, await measurePicture(needs, looker, seat, ask));
      else {
        const { reading, twoWays } = await measureSound(needs, meter, seat, ask);
        measured.sounds.set(seat.id, reading);
        if (twoWays !== null) seconds.set(seat.id, judgeSecondPath(seat, twoWays, needs.tuning));
      }
    await Promise.all([meter.close(), looker.close()]);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, waiting.length) }, work));
  // How long the test was is told by whoever recorded longest.
  const coverS = Math.max(
    0,
    ...[...measured.pictures.values()].map((picture) => picture?.lengthS ?? 0),
    ...[...measured.sounds.values()].map((reading) => reading?.lengthS ?? 0),
  );
  const items = [...judge(needs, ask, measured, coverS), ...ask.seats.flatMap(({ id }) => seconds.get(id) ?? [])];
  items.forEach(onItem);
  return items;
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
  { folder, stretches, hasSecondWays }: AnalyseAsk,
): Promise<SoundWord> {
  const nothing = { reading: null, twoWays: null, why: null };
  const isSecondAsked = hasSecondWays === true && seat.device.path === 'browser';
  const second = isSecondAsked ? await chunkLogOf(folder, secondTrackOf(seat.id)) : undefined;
  const file = await chunkLogOf(folder, seat.id);
  if (file === null)
    return isSecondAsked ? { ...nothing, twoWays: { chief: null, second: null, same: null } } : nothing;
  // A thread that died has measured nothing; the other seats are not to suffer for it.
  const dead = (error: unknown): SoundWord => ({ ...nothing, why: String(error) });
  const word = await meter.ask({ file, second, stretches }).catch(dead);
  if (word.why !== null) log.warn({ seat: seat.id, error: word.why }, 'seat-not-measured');
  return word;
}

async function measurePicture(
  { ffmpeg: { ffmpegPath }, log, modelsFolder = null }: SelftestNeeds,
  looker: LookThread,
  seat: Seat,
  { folder, stretches, sights, isTalk }: AnalyseAsk,
): Promise<Picture | null> {
  const notMeasured = (error: unknown): null => {
    log.warn({ seat: seat.id, error: String(error) }, 'seat-not-measured');
    return null;
  };
  const file = await chunkLogOf(folder, seat.id);
  // Where the window compared the raw pictures, few of the recorded ones have to be; their times are read of all.
  const span = sights?.has(seat.id) === true ? { fromMs: 0, toMs: closelyMs } : null;
  const pictures = file === null ? null : await decodePictures(ffmpegPath, file, span).catch(notMeasured);
  if (file === null || pictures === null) return null;
  const { frames, times, size } = pictures;
  const lengthS = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000;
  // Where nobody was asked to speak nobody need be there either.
  // A camera that gives pictures is not told as one that gives none because they could not be looked at closely.
  const close =
    size === null
      ? null
      : await lookCloser(looker, ffmpegPath, file, size, isTalk ? modelsFolder : null).catch(notMeasured);
  const flashes =
    stretches.sync == null ? null : await seenFlashes(ffmpegPath, file, stretches.sync.beganAtMs).catch(notMeasured);
  return { figures: measurePictures(frames, times), size, lengthS, close, flashes };
}

/** So much of a camera's recording is decoded picture by picture. */
const closelyMs = 4000;
const syncMarginMs = 1500;

async function seenFlashes(ffmpegPath: string, file: string, beganAtMs: number): Promise<SeenFlashes | null> {
  const plan = syncPlan(beganAtMs);
  const span = { fromMs: beganAtMs - syncMarginMs, toMs: (plan.atMs.at(-1) ?? beganAtMs) + syncMarginMs };
  const pictures = await decodePictures(ffmpegPath, file, span);
  return pictures === null ? null : findFlashes(pictures.frames, decodedWidthPx, plan);
}
