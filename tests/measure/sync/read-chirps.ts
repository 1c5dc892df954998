import { chirpSamples } from '../../lab/clocked-microphone.ts';
import { decode, toldFrames } from './decoded.ts';

/** Three times below the record's rate: a chirp has nothing above 4 kHz. */
const rateHz = 16_000;
const wideMs = 900;
const narrowMs = 60;
/** A chirp correlates with itself by 1, noise and speech by less than 0.2. */
const leastLikeness = 0.5;
/** Only a chirp's beginning: where sound is being stretched to its time, a whole one is no longer like itself. */
const lookedForS = 0.025;

/** One stream of sound laid out by the times that the file gives its frames. */
class Sound {
  readonly #samples: Float32Array;
  /** Where the frames begin: sample and s. */
  readonly #marks: readonly Readonly<{ from: number; atS: number }>[];

  constructor(samples: Float32Array, marks: readonly Readonly<{ from: number; atS: number }>[]) {
    this.#samples = samples;
    this.#marks = marks;
  }

  /** Time of a sample by the frame in which it lies. */
  timeOf(sample: number): number {
    const mark = this.#markAt((one) => one.from <= sample);
    return mark.atS + (sample - mark.from) / rateHz;
  }

  sampleAt(atS: number): number {
    const mark = this.#markAt((one) => one.atS <= atS);
    return Math.round(mark.from + (atS - mark.atS) * rateHz);
  }

  /** How alike the sound from `from` on and `template` are, -1…1. */
  likeness(template: Float32Array, from: number): number {
    let product = 0;
    let energy = 1e-9;
    let own = 1e-9;
    for (let at = 0; at < template.length; at += 1) {
      const sample = this.#samples[from + at] ?? 0;
      const wanted = template[at] ?? 0;
      product += sample * wanted;
      energy += sample * sample;
      own += wanted * wanted;
    }
    return product / Math.sqrt(energy * own);
  }

  #markAt(
    isBefore: (mark: Readonly<{ from: number; atS: number }>) => boolean,
  ): Readonly<{ from: number; atS: number }> {
    let low = 0;
    let high = this.#marks.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      const mark = this.#marks[middle];
      if (mark !== undefined && isBefore(mark)) low = middle;
      else high = middle;
    }
    return this.#marks[low] ?? { from: 0, atS: 0 };
  }
}

async function decodeSound(file: string, stream: number): Promise<Sound> {
  const parts: Buffer[] = [];
  const filter = `ashowinfo,aresample=${String(rateHz)}`;
  const said = await decode(
    ['-copyts', '-i', file, '-map', `0:a:${String(stream)}`, '-af', filter, '-ac', '1', '-f', 'f32le', '-'],
    (bytes) => parts.push(bytes),
  );
  const bytes = Buffer.concat(parts);
  const samples = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  let from = 0;
  const marks = toldFrames(said).map(({ atS, samples: count }) => {
    const mark = { from, atS };
    from += (count * rateHz) / 48_000;
    return mark;
  });
  if (marks.length === 0) throw new Error(`${file}: no sound in stream ${String(stream)}`);
  return new Sound(samples, marks);
}

/**
 * When, in s of the file's own time, each chirp is heard that is expected about `expectedS`; null where none is. The first
 * is looked for widely, each further one near where the one before it leads to.
 */
export async function readChirps(
  file: string,
  stream: number,
  expectedS: readonly number[],
): Promise<readonly (number | null)[]> {
  const sound = await decodeSound(file, stream);
  const template = chirpSamples(rateHz).subarray(0, lookedForS * rateHz);
  let errorS: number | null = null;
  return expectedS.map((expected) => {
    const withinMs = errorS === null ? wideMs : narrowMs;
    const middle = sound.sampleAt(expected + (errorS ?? 0));
    const reach = Math.round((withinMs * rateHz) / 1000);
    let best = { at: 0, likeness: 0 };
    for (let at = Math.max(0, middle - reach); at <= middle + reach; at += 1) {
      const likeness = sound.likeness(template, at);
      if (likeness > best.likeness) best = { at, likeness };
    }
    if (best.likeness < leastLikeness) return null;
    const heardS = sound.timeOf(best.at);
    errorS = heardS - expected;
    return heardS;
  });
}
