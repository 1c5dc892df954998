import { isAsked, isKindAsked, type CheckItem } from '#domain/check/check-item.ts';
import type { SeatId } from '#domain/ids.ts';
import type { Seat } from '#domain/seats.ts';
import { measurePictures, type PictureFigures } from '#measure/picture.ts';
import { chunkLogOf, decodePictures } from './decoding.ts';
import type { AnalyseAsk, Selftest, SelftestNeeds } from './door.ts';
import { judgeSounds } from './judge-sound.ts';
import { judgePicture, type SizePx } from './judging.ts';
import { openSoundMeter, type SoundMeter } from './measure-sounds.ts';
import { runProbes } from './probe.ts';
import { readTwoWays } from './read-two-ways.ts';
import { judgeSecondPath } from './second-path.ts';
import type { SoundReading } from './read-sound.ts';

type Picture = Readonly<{ figures: PictureFigures | null; size: SizePx | null; lengthS: number }>;
type Measured = Readonly<{ pictures: Map<SeatId, Picture>; sounds: Map<SeatId, SoundReading | null> }>;

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
      if (seat.kind === 'camera') measured.pictures.set(seat.id, await measurePicture(needs, seat, ask.folder));
      else measured.sounds.set(seat.id, await measureSound(needs, meter, seat, ask));
    await meter.close();
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, waiting.length) }, work));
  // How long the test was is told by whoever recorded longest.
  const coverS = Math.max(
    0,
    ...[...measured.pictures.values()].map(({ lengthS }) => lengthS),
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
  { seats, loudspeakers, isTalk }: AnalyseAsk,
  { pictures, sounds }: Measured,
  coverS: number,
): readonly CheckItem[] {
  const microphones = seats.filter(({ kind }) => kind === 'microphone');
  const heard = microphones.map((seat) => ({ seat, reading: sounds.get(seat.id) ?? null }));
  const sound = judgeSounds(heard, loudspeakers, { coverS, isTalk }, tuning);
  const ofSeats = seats.flatMap((seat): readonly CheckItem[] => {
    if (seat.kind === 'microphone')
      return sound.filter(({ kind, subject }) => kind === seat.kind && subject === seat.id);
    const { figures, size } = pictures.get(seat.id) ?? { figures: null, size: null };
    return [judgePicture(seat, figures, size, coverS, tuning)];
  });
  return [...ofSeats, ...sound.filter(({ kind }) => kind === 'loudspeaker')];
}

async function measureSound(
  { log }: SelftestNeeds,
  meter: SoundMeter,
  seat: Seat,
  { folder, stretches }: AnalyseAsk,
): Promise<SoundReading | null> {
  const file = await chunkLogOf(folder, seat.id);
  if (file === null) return null;
  const { reading, why } = await meter.measure({ file, stretches });
  if (why !== null) log.warn({ seat: seat.id, error: why }, 'seat-not-measured');
  return reading;
}

async function measurePicture({ ffmpeg, log }: SelftestNeeds, seat: Seat, folder: string): Promise<Picture> {
  const nothing: Picture = { figures: null, size: null, lengthS: 0 };
  try {
    const file = await chunkLogOf(folder, seat.id);
    const pictures = file === null ? null : await decodePictures(ffmpeg.ffmpegPath, file);
    if (pictures === null) return nothing;
    const spanMs = (pictures.frames.at(-1)?.atMs ?? 0) - (pictures.frames[0]?.atMs ?? 0);
    return { figures: measurePictures(pictures.frames), size: pictures.size, lengthS: spanMs / 1000 };
  } catch (error) {
    log.warn({ seat: seat.id, error: String(error) }, 'seat-not-measured');
    return nothing;
  }
}
