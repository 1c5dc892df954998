/** Complex numbers, real and imaginary parts apart; both lengths are a power of two. */
export type Complex = Readonly<{ re: Float64Array; im: Float64Array }>;

const turnsBySize = new Map<number, Complex>();

/** The least power of two that is not less. */
export function powerOfTwo(atLeast: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, atLeast)));
}

/**
 * Discrete Fourier transform of real samples, filled up with zeros to `length`, a power of two: bin k is k/length cycles a sample
 * and holds the plain sum, not divided by anything.
 */
export function spectrumOf(samples: Float32Array | Float64Array, length = powerOfTwo(samples.length)): Complex {
  const half = length / 2;
  if (half < 1) return { re: Float64Array.of(samples[0] ?? 0), im: new Float64Array(1) };
  // Even samples as real and odd ones as imaginary parts: two spectra for one transform of half the length.
  const folded = { re: new Float64Array(half), im: new Float64Array(half) };
  const count = Math.min(samples.length, length);
  for (let at = 0; 2 * at < count; at += 1) {
    folded.re[at] = samples[2 * at]!;
    folded.im[at] = 2 * at + 1 < count ? samples[2 * at + 1]! : 0;
  }
  transform(folded);
  const turns = turnsFor(length);
  const whole = { re: new Float64Array(length), im: new Float64Array(length) };
  for (let bin = 0; bin <= half; bin += 1) {
    const [here, there] = [bin % half, (half - bin) % half];
    const evenRe = (folded.re[here]! + folded.re[there]!) / 2;
    const evenIm = (folded.im[here]! - folded.im[there]!) / 2;
    const oddRe = (folded.im[here]! + folded.im[there]!) / 2;
    const oddIm = (folded.re[there]! - folded.re[here]!) / 2;
    const [turnRe, turnIm] = bin === half ? [-1, 0] : [turns.re[bin]!, turns.im[bin]!];
    whole.re[bin] = evenRe + turnRe * oddRe - turnIm * oddIm;
    whole.im[bin] = evenIm + turnRe * oddIm + turnIm * oddRe;
    if (bin === 0 || bin === half) continue;
    whole.re[length - bin] = whole.re[bin]!;
    whole.im[length - bin] = -whole.im[bin]!;
  }
  return whole;
}

/** The way back, complex: what `spectrumOf` took apart, with its imaginary part. */
export function signalOf({ re, im }: Complex): Complex {
  // Exchanging the parts on both sides turns the transform around (x* of X* is n times the inverse).
  const turned = transform({ re: Float64Array.from(im), im: Float64Array.from(re) });
  const { length } = re;
  for (let at = 0; at < length; at += 1) {
    turned.re[at]! /= length;
    turned.im[at]! /= length;
  }
  return { re: turned.im, im: turned.re };
}

/** The way back to real samples, of a spectrum whose upper half mirrors the lower one: twice as fast. */
export function realSignalOf({ re, im }: Complex): Float64Array {
  const { length } = re;
  const half = length / 2;
  if (half < 1) return Float64Array.from(re);
  const turns = turnsFor(length);
  const folded = { re: new Float64Array(half), im: new Float64Array(half) };
  for (let bin = 0; bin < half; bin += 1) {
    const [evenRe, evenIm] = [re[bin]! + re[bin + half]!, im[bin]! + im[bin + half]!];
    const [apartRe, apartIm] = [re[bin]! - re[bin + half]!, im[bin]! - im[bin + half]!];
    const [turnRe, turnIm] = [turns.re[bin]!, -turns.im[bin]!];
    // Even samples come from the sum, odd ones from the difference turned back, and one transform does both.
    folded.re[bin] = (evenRe - (apartRe * turnIm + apartIm * turnRe)) / 2;
    folded.im[bin] = (evenIm + (apartRe * turnRe - apartIm * turnIm)) / 2;
  }
  const { re: even, im: odd } = signalOf(folded);
  const samples = new Float64Array(length);
  for (let at = 0; at < half; at += 1) {
    samples[2 * at] = even[at]!;
    samples[2 * at + 1] = odd[at]!;
  }
  return samples;
}

/** What fits into a processor's nearest memory is finished there. */
const nearLength = 4096;

/** In place, by halves (Cooley and Tukey, radix 2). */
function transform(data: Complex): Complex {
  reorder(data);
  const { length } = data.re;
  transformPart(data, 0, length, turnsFor(length));
  return data;
}

function transformPart(data: Complex, from: number, length: number, turns: Complex): void {
  if (length > nearLength) {
    transformPart(data, from, length / 2, turns);
    transformPart(data, from + length / 2, length / 2, turns);
    combine(data, from, length, length / 2, turns);
  } else for (let half = 1; half < length; half *= 2) combine(data, from, length, half, turns);
}

/** Every index goes where its bits read backwards say. */
function reorder({ re, im }: Complex): void {
  const { length } = re;
  for (let from = 1, to = 0; from < length; from += 1) {
    let bit = length >> 1;
    for (; (to & bit) !== 0; bit >>= 1) to ^= bit;
    to ^= bit;
    if (from >= to) continue;
    const [fromRe, fromIm] = [re[from]!, im[from]!];
    re[from] = re[to]!;
    im[from] = im[to]!;
    re[to] = fromRe;
    im[to] = fromIm;
  }
}

function combine({ re, im }: Complex, from: number, length: number, half: number, turns: Complex): void {
  const step = re.length / (2 * half);
  for (let start = from; start < from + length; start += 2 * half)
    for (let at = start, turn = 0; at < start + half; at += 1, turn += step) {
      const other = at + half;
      const turnRe = turns.re[turn]!;
      const turnIm = turns.im[turn]!;
      const partRe = re[other]! * turnRe - im[other]! * turnIm;
      const partIm = re[other]! * turnIm + im[other]! * turnRe;
      re[other] = re[at]! - partRe;
      im[other] = im[at]! - partIm;
      re[at]! += partRe;
      im[at]! += partIm;
    }
}

function turnsFor(length: number): Complex {
  let turns = turnsBySize.get(length);
  if (turns === undefined) {
    const angle = (at: number): number => (-2 * Math.PI * at) / length;
    const half = Math.max(1, length / 2);
    turns = {
      re: Float64Array.from({ length: half }, (_, at) => Math.cos(angle(at))),
      im: Float64Array.from({ length: half }, (_, at) => Math.sin(angle(at))),
    };
    turnsBySize.set(length, turns);
  }
  return turns;
}
