import type { CheckItem } from '#domain/journal/entries.ts';
import type { Seat } from '#domain/seats.ts';
import { measureLevels, type Levels } from '#measure/levels.ts';
import { measurePictures, type PictureFigures } from '#measure/picture.ts';
import { chunkLogOf, decodedSampleRate, decodePictures, decodeSound } from './decoding.ts';
import type { AnalyseAsk, Selftest, SelftestNeeds } from './door.ts';
import { judgePicture, judgeSound, type SizePx } from './judging.ts';

type Measured =
  | Readonly<{ kind: 'camera'; figures: PictureFigures | null; size: SizePx | null; lengthS: number }>
  | Readonly<{ kind: 'microphone'; levels: Levels | null; lengthS: number }>;

/** As many decoders at once as the smallest court PC has cores. */
const atOnce = 2;

/** The check of this hall. */
export function createSelftest(needs: SelftestNeeds): Selftest {
  return { analyse: (ask, onItem) => analyse(needs, ask, onItem) };
}

async function analyse(
  needs: SelftestNeeds,
  { seats, folder }: AnalyseAsk,
  onItem: (item: CheckItem) => void = () => {},
): Promise<readonly CheckItem[]> {
  const measured = new Map<Seat, Measured>();
  const waiting = [...seats];
  const work = async (): Promise<void> => {
    for (let seat = waiting.shift(); seat !== undefined; seat = waiting.shift())
      measured.set(seat, await measure(needs, seat, folder));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  // How long the test was is told by whoever recorded longest.
  const coverS = Math.max(0, ...[...measured.values()].map((one) => one.lengthS));
  return seats.map((seat) => {
    const one = measured.get(seat);
    const item =
      one?.kind === 'camera'
        ? judgePicture(seat, one.figures, one.size, coverS, needs.tuning)
        : judgeSound(seat, one?.kind === 'microphone' ? one.levels : null, coverS, needs.tuning);
    onItem(item);
    return item;
  });
}

async function measure({ ffmpeg, log }: SelftestNeeds, seat: Seat, folder: string): Promise<Measured> {
  const nothing: Measured =
    seat.kind === 'camera'
      ? { kind: 'camera', figures: null, size: null, lengthS: 0 }
      : { kind: 'microphone', levels: null, lengthS: 0 };
  try {
    const file = await chunkLogOf(folder, seat.id);
    if (file === null) return nothing;
    if (seat.kind === 'microphone') {
      const samples = await decodeSound(ffmpeg.ffmpegPath, file);
      if (samples === null) return nothing;
      const levels = measureLevels(samples, decodedSampleRate);
      return { kind: 'microphone', levels, lengthS: levels.lengthS };
    }
    const pictures = await decodePictures(ffmpeg.ffmpegPath, file);
    if (pictures === null) return nothing;
    const spanMs = (pictures.frames.at(-1)?.atMs ?? 0) - (pictures.frames[0]?.atMs ?? 0);
    return { kind: 'camera', figures: measurePictures(pictures.frames), size: pictures.size, lengthS: spanMs / 1000 };
  } catch (error) {
    log.warn({ seat: seat.id, error: String(error) }, 'seat-not-measured');
    return nothing;
  }
}
