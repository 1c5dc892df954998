import { measureLevels } from '#measure/levels.ts';
import { compareSounds, type SameSound } from '#measure/same-sound.ts';
import { decodedSampleRate, type DecodedSound } from './decode-sound.ts';
import type { TwoWays, WayReading } from './second-path.ts';

/** Both ways to a microphone and how alike they are; a way that is null could not be read. */
export function readTwoWays(chief: DecodedSound | null, second: DecodedSound | null): TwoWays {
  return { chief: readingOf(chief), second: readingOf(second), same: chief && second && compareWays(chief, second) };
}

function readingOf(way: DecodedSound | null): WayReading | null {
  return way && { levels: measureLevels(way.samples, decodedSampleRate), beginsMs: way.beginsMs };
}

/** What both have of one stretch of the line: the second way opens its devices later. */
function compareWays(chief: DecodedSound, second: DecodedSound): SameSound | null {
  const laterS = (second.beginsMs - chief.beginsMs) / 1000;
  const from = ({ samples }: DecodedSound, s: number): Float32Array =>
    samples.subarray(Math.round(Math.max(0, s) * decodedSampleRate));
  return compareSounds(from(chief, laterS), from(second, -laterS), decodedSampleRate);
}
