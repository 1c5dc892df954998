import { powerDb } from './levels.ts';
import { beginsAt, octaveDecays, type OctaveDecay } from './octave-decays.ts';
import { octaveMiddlesHz } from './octaves.ts';
import { indexOfEnvelopes } from './speech-transmission.ts';
import { spectrumOf, powerOfTwo } from './fourier.ts';

/** What a way from a loudspeaker to a microphone is like. */
export type AcousticPath = Readonly<{
  /** From playing to the loudest arrival. */
  latencyMs: number;
  /** The loudest arrival over what lies about it at random: below 30 dB nothing of this loudspeaker is heard there. */
  peakOverFloorDb: number;
  /** What arrives over what was sent, mean power of the octaves below. */
  levelDb: number;
  /** Level in the octaves from 125 Hz to 8 kHz, dB over what was sent. */
  octavesDb: readonly number[];
  /** The loudest later arrival between 20 and 400 ms after the first; null when none stands out. */
  echo: Readonly<{ afterMs: number; levelDb: number }> | null;
  /** Time in which sound falls by 60 dB, from its fall between -5 and -25 dB, or -15 dB beside noise (ISO 3382-2, T20 and T10); null in a dry way or where noise leaves no fall. */
  reverberationS: number | null;
  /** Estimate of the speech transmission index by the way alone, 0 to 1, without noise. */
  speechIndex: number;
}>;

const echoFromMs = 20;
const echoToMs = 400;
/** An arrival spreads by what loudspeaker and microphone make of it; an echo stands above everything around it. */
const echoAloneMs = 5;
const echoOverRestDb = 12;
const echoOverFloorDb = 6;
const windowMs = 200;

/** Reads an impulse response (see `impulseResponse`); `null` when nothing at all arrived. */
export function readAcousticPath(response: Float64Array, sampleRate: number): AcousticPath | null {
  const peakAt = loudestAt(response, 0, response.length);
  const peak = (response[peakAt] ?? 0) ** 2;
  if (peak === 0) return null;
  const inSamples = (ms: number): number => Math.round((ms * sampleRate) / 1000);
  const from = beginsAt(response, sampleRate, peakAt);
  const window = response.subarray(from, from + inSamples(windowMs));
  const octaves = octaveResponse(window, sampleRate);
  const decays = octaveDecays(response.subarray(from), sampleRate);
  // Half of all samples are as quiet as this or quieter: sound is in few of them, noise in all.
  const floor = median(Float64Array.from(response, (value) => value * value));
  return {
    latencyMs: (peakAt * 1000) / sampleRate,
    peakOverFloorDb: powerDb(peak) - powerDb(floor),
    levelDb: powerDb(octaves.reduce((sum, power) => sum + power, 0) / octaves.length),
    octavesDb: octaves.map(powerDb),
    echo: findEcho(response, peakAt, floor, inSamples),
    reverberationS: reverberationOf(decays),
    speechIndex: indexOfEnvelopes(decays),
  };
}

function loudestAt(response: Float64Array, from: number, to: number): number {
  let best = from;
  for (let at = from; at < Math.min(to, response.length); at += 1)
    if (Math.abs(response[at]!) > Math.abs(response[best]!)) best = at;
  return best;
}

function median(values: Float64Array): number {
  return Float64Array.from(values).sort()[values.length >> 1] ?? 0;
}

/** Mean power of the transfer in each octave. */
function octaveResponse(window: Float64Array, sampleRate: number): readonly number[] {
  const length = powerOfTwo(window.length);
  const { re, im } = spectrumOf(window, length);
  return octaveMiddlesHz.map((middleHz) => {
    const first = Math.ceil(((middleHz / Math.SQRT2) * length) / sampleRate);
    const last = Math.min(Math.floor((middleHz * Math.SQRT2 * length) / sampleRate), length / 2 - 1);
    let sum = 0;
    for (let bin = first; bin <= last; bin += 1) sum += re[bin]! ** 2 + im[bin]! ** 2;
    return sum / Math.max(1, last - first + 1);
  });
}

/** The power of an arrival is what lies within a millisecond of its loudest sample. */
function findEcho(
  response: Float64Array,
  peakAt: number,
  floor: number,
  inSamples: (ms: number) => number,
): AcousticPath['echo'] {
  const near = inSamples(1);
  const arrival = (at: number): number =>
    response.subarray(Math.max(0, at - near), at + near).reduce((sum, value) => sum + value * value, 0);
  const from = peakAt + inSamples(echoFromMs);
  const at = loudestAt(response, from, peakAt + inSamples(echoToMs));
  if (at >= response.length) return null;
  const around = [-1, 1].map((side) => {
    const begin = side < 0 ? Math.max(from, at - inSamples(4 * echoAloneMs)) : at + inSamples(echoAloneMs);
    const end = side < 0 ? at - inSamples(echoAloneMs) : at + inSamples(4 * echoAloneMs);
    return end <= begin ? 0 : response[loudestAt(response, begin, end)]! ** 2;
  });
  const peak = response[at]! ** 2;
  const standsAlone = powerDb(peak) - powerDb(Math.max(...around)) > echoOverFloorDb;
  // The floor is the middle of squares; chance lets a few of many thousand stand some 12 dB above it.
  const isHeard = powerDb(peak) - powerDb(floor) > echoOverRestDb + echoOverFloorDb;
  if (!standsAlone || !isHeard) return null;
  return {
    afterMs: ((at - peakAt) * echoFromMs) / inSamples(echoFromMs),
    levelDb: powerDb(arrival(at)) - powerDb(arrival(peakAt)),
  };
}

/** Schroeder's backward sum of the octaves from 500 Hz to 2 kHz, up to where noise takes over. */
function reverberationOf(decays: readonly OctaveDecay[]): number | null {
  const times = decays.slice(2, 5).flatMap((decay) => {
    const seconds = fallingTimeS(decay);
    return seconds === null ? [] : [seconds];
  });
  if (times.length < 2) return null;
  const seconds = times.sort((one, other) => one - other)[times.length >> 1]!;
  return seconds < dryS ? null : seconds;
}

/** A filter's own ringing looks like a room this dry. */
const dryS = 0.1;

/** The fall from -5 dB that is timed: T20, and where noise leaves no more, T10. Its end must stand 10 dB above noise (ISO 3382-2). */
const falls = [
  { toDb: 25, rangeDb: 35 },
  { toDb: 15, rangeDb: 25 },
] as const;
const mostBend = 2;

function fallingTimeS({ power, ratePerS, rangeDb }: OctaveDecay): number | null {
  const fall = falls.find((each) => rangeDb >= each.rangeDb);
  if (fall === undefined) return null;
  const sums = power.slice();
  for (let at = sums.length - 2; at >= 0; at -= 1) sums[at]! += sums[at + 1]!;
  const whole = powerDb(sums[0] ?? 0);
  const when = (downDb: number): number => sums.findIndex((value) => powerDb(value) < whole - downDb);
  const [begin, half, end] = [when(5), when((5 + fall.toDb) / 2), when(fall.toDb)];
  // A room dies away by as much in every moment; an arrival with something steady under it falls, and then no more.
  if (half <= begin || (end - half) / (half - begin) > mostBend) return null;
  return begin < 0 || end <= begin ? null : (60 / (fall.toDb - 5)) * ((end - begin) / ratePerS);
}
