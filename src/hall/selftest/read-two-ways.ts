import { secondTrackOf, type Seat } from '#domain/seats.ts';
import { measureLevels } from '#measure/levels.ts';
import { compareSounds, type SameSound } from '#measure/same-sound.ts';
import { chunkLogOf, decodedSampleRate, decodeSound, firstTimeMs } from './decoding.ts';
import type { SelftestNeeds } from './door.ts';
import type { TwoWays, WayReading } from './second-path.ts';

type Way = WayReading & Readonly<{ samples: Float32Array }>;

async function readWay(ffmpegPath: string, folder: string, trackId: string): Promise<Way | null> {
  const file = await chunkLogOf(folder, trackId);
  const samples = file === null ? null : await decodeSound(ffmpegPath, file);
  if (file === null || samples === null) return null;
  return { levels: measureLevels(samples, decodedSampleRate), beginsMs: await firstTimeMs(file), samples };
}

/** What both have of one stretch of the line: the second way opens its devices later. */
function compareWays(chief: Way, second: Way): SameSound | null {
  const laterS = (second.beginsMs - chief.beginsMs) / 1000;
  const from = (way: Way, s: number): Float32Array =>
    way.samples.subarray(Math.round(Math.max(0, s) * decodedSampleRate));
  return compareSounds(from(chief, laterS), from(second, -laterS), decodedSampleRate);
}

/** Both tracks of a microphone in the test recording, and how alike they are. What cannot be read is null. */
export async function readTwoWays(
  { ffmpeg, log }: Pick<SelftestNeeds, 'ffmpeg' | 'log'>,
  { id }: Seat,
  folder: string,
): Promise<TwoWays> {
  try {
    const [chief, second] = await Promise.all([
      readWay(ffmpeg.ffmpegPath, folder, id),
      readWay(ffmpeg.ffmpegPath, folder, secondTrackOf(id)),
    ]);
    return { chief, second, same: chief && second && compareWays(chief, second) };
  } catch (error) {
    log.warn({ seat: id, error: String(error) }, 'second-path-not-measured');
    return { chief: null, second: null, same: null };
  }
}
