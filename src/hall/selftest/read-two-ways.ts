import { measureLevels } from '#measure/levels.ts';
import { compareSounds, type SameSound } from '#measure/same-sound.ts';
import { decodedSampleRate, decodeSound, firstTimeMs } from './decoding.ts';
import type { TwoWays, WayReading } from './second-path.ts';

/** A way to a microphone's sound, decoded. */
export type DecodedWay = Readonly<{ samples: Float32Array; beginsMs: number }>;

/** Null where it cannot be decoded. */
export async function decodeWay(ffmpegPath: string, file: string): Promise<DecodedWay | null> {
  const samples = await decodeSound(ffmpegPath, file);
  return samples === null ? null : { samples, beginsMs: await firstTimeMs(file) };
}

/** Both ways to a microphone and how alike they are; a way that is null could not be read. */
export function readTwoWays(chief: DecodedWay | null, second: DecodedWay | null): TwoWays {
  return { chief: readingOf(chief), second: readingOf(second), same: chief && second && compareWays(chief, second) };
}

function readingOf(way: DecodedWay | null): WayReading | null {
  return way && { levels: measureLevels(way.samples, decodedSampleRate), beginsMs: way.beginsMs };
}

/** What both have of one stretch of the line: the second way opens its devices later. */
function compareWays(chief: DecodedWay, second: DecodedWay): SameSound | null {
  const laterS = (second.beginsMs - chief.beginsMs) / 1000;
  const from = ({ samples }: DecodedWay, s: number): Float32Array =>
    samples.subarray(Math.round(Math.max(0, s) * decodedSampleRate));
  return compareSounds(from(chief, laterS), from(second, -laterS), decodedSampleRate);
}
