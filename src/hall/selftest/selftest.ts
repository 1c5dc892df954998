import { isAsked, isKindAsked, type CheckItem } from '#domain/check/check-item.ts';
import type { Seat } from '#domain/seats.ts';
import { readActiveSpeech } from '#measure/active-speech.ts';
import { humShare } from '#measure/hum.ts';
import { measureLevels, silenceDbfs } from '#measure/levels.ts';
import { measurePictures, type PictureFigures } from '#measure/picture.ts';
import { chunkLogOf, decodedSampleRate, decodePictures, decodeSound } from './decoding.ts';
import type { AnalyseAsk, Selftest, SelftestNeeds } from './door.ts';
import { runProbes } from './probe.ts';
import { judgePicture, judgeSound, type SizePx, type SoundReading } from './judging.ts';

type Measured =
  | Readonly<{ kind: 'camera'; figures: PictureFigures | null; size: SizePx | null; lengthS: number }>
  | Readonly<{ kind: 'microphone'; reading: SoundReading | null; lengthS: number }>;

/** As many decoders at once as the smallest court PC has cores. */
const atOnce = 2;

/** The check of this hall. */
export function createSelftest(needs: SelftestNeeds): Selftest {
  return {
    analyse: (ask, onItem) => analyse(needs, ask, onItem),
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
        : judgeSound(seat, one?.kind === 'microphone' ? one.reading : null, coverS, needs.tuning);
    onItem(item);
    return item;
  });
}

async function measure({ ffmpeg, log }: SelftestNeeds, seat: Seat, folder: string): Promise<Measured> {
  const nothing: Measured =
    seat.kind === 'camera'
      ? { kind: 'camera', figures: null, size: null, lengthS: 0 }
      : { kind: 'microphone', reading: null, lengthS: 0 };
  try {
    const file = await chunkLogOf(folder, seat.id);
    if (file === null) return nothing;
    if (seat.kind === 'microphone') {
      const samples = await decodeSound(ffmpeg.ffmpegPath, file);
      if (samples === null) return nothing;
      const reading = readSound(samples);
      return { kind: 'microphone', reading, lengthS: reading.levels.lengthS };
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

function readSound(samples: Float32Array): SoundReading {
  const seconds = Array.from({ length: Math.floor(samples.length / decodedSampleRate) }, (_, at) => {
    const second = samples.subarray(at * decodedSampleRate, (at + 1) * decodedSampleRate);
    return { second, dbfs: measureLevels(second, decodedSampleRate).rmsDbfs };
  });
  // While somebody speaks, what hums is hidden by it.
  const quietest = seconds.toSorted((one, other) => one.dbfs - other.dbfs)[0];
  return {
    levels: measureLevels(samples, decodedSampleRate),
    speech: readActiveSpeech(samples, decodedSampleRate),
    hum:
      quietest === undefined
        ? { share: 0, dbfs: silenceDbfs }
        : { share: humShare(quietest.second, decodedSampleRate), dbfs: quietest.dbfs },
  };
}
