import { powerOfTwo, spectrumOf } from './fourier.ts';
import { powerDb } from './levels.ts';
import { octaveEnvelopes, octaveMiddlesHz, type Envelope } from './octaves.ts';

/** How sound dies away in one octave of a way, as long as it stands above the noise, which is taken off. */
export type OctaveDecay = Envelope &
  Readonly<{
    /** The loudest 10 ms over the noise at the end, dB. */
    rangeDb: number;
    /** Mean power of the transfer in the middle half of the octave, where the test signal lies. */
    transferPower: number;
  }>;

const blockS = 0.01;
/** A wave field that a room throws back may be louder than what came first: that begins where it is within 20 dB of the loudest (ISO 3382-1). */
const firstShare = 0.1;
const firstWithinS = 0.1;
const leadS = 0.002;

/** Where an impulse response begins, in samples: shortly before its first arrival. */
export function beginsAt(response: Float64Array, sampleRate: number, loudestAt: number): number {
  const least = firstShare * Math.abs(response[loudestAt] ?? 0);
  const from = Math.max(0, loudestAt - Math.round(firstWithinS * sampleRate));
  const first = response.subarray(from, loudestAt).findIndex((value) => Math.abs(value) > least);
  return Math.max(0, (first < 0 ? loudestAt : from + first) - Math.round(leadS * sampleRate));
}

/** Of an impulse response that begins with its first arrival, the octaves from 125 Hz to 8 kHz. */
export function octaveDecays(response: Float64Array, sampleRate: number): readonly OctaveDecay[] {
  const size = powerOfTwo(response.length);
  return octaveEnvelopes(response, sampleRate).map((envelope, octave) => {
    const decay = withoutNoise(envelope);
    const { power, ratePerS } = decay;
    const all = sum(envelope.power.subarray(0, power.length));
    const heard = spectrumOf(response.subarray(0, Math.round((power.length / ratePerS) * sampleRate)), size);
    const middleHz = octaveMiddlesHz[octave]!;
    const first = Math.ceil((middleHz * size) / sampleRate / 2 ** 0.25);
    const last = Math.min(Math.floor((middleHz * 2 ** 0.25 * size) / sampleRate), size / 2 - 1);
    let transfer = 0;
    for (let bin = first; bin <= last; bin += 1) transfer += heard.re[bin]! ** 2 + heard.im[bin]! ** 2;
    const clean = all === 0 ? 0 : Math.max(0, sum(power)) / all;
    return { ...decay, transferPower: (clean * transfer) / Math.max(1, last - first + 1) };
  });
}

/** What lies under the noise is not counted: by chance it would look like a tail without end. */
function withoutNoise({ power, ratePerS }: Envelope): Omit<OctaveDecay, 'transferPower'> {
  const end = power.subarray(Math.floor(power.length * 0.9));
  const noise = sum(end) / Math.max(1, end.length);
  const block = Math.max(1, Math.round(blockS * ratePerS));
  const blocks = Array.from(
    { length: Math.floor(power.length / block) },
    (_, at) => sum(power.subarray(at * block, (at + 1) * block)) / block,
  );
  const loudest = blocks.reduce((best, value, at) => (value > blocks[best]! ? at : best), 0);
  const under = blocks.findIndex((value, at) => at > loudest && value < 2 * noise);
  return {
    power: power.slice(0, under < 0 ? power.length : under * block).map((value) => value - noise),
    ratePerS,
    rangeDb: powerDb(blocks[loudest] ?? 0) - powerDb(noise),
  };
}

function sum(values: Float64Array): number {
  return values.reduce((all, value) => all + value, 0);
}
