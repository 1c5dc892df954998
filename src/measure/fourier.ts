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
  const re = new Float64Array(length);
  re.set(samples.subarray(0, length));
  return transform({ re, im: new Float64Array(length) });
}

/** The way back, complex: what `spectrumOf` took apart, with its imaginary part. */
export function signalOf({ re, im }: Complex): Complex {
  // Exchanging the parts on both sides turns the transform around (x* of X* is n times the inverse).
  const { re: turnedIm, im: turnedRe } = transform({ re: Float64Array.from(im), im: Float64Array.from(re) });
  const { length } = re;
  return { re: turnedRe.map((value) => value / length), im: turnedIm.map((value) => value / length) };
}

/** In place, by halves (Cooley and Tukey, radix 2). */
function transform(data: Complex): Complex {
  reorder(data);
  const { length } = data.re;
  const turns = turnsFor(length);
  for (let half = 1; half < length; half *= 2) combine(data, half, turns);
  return data;
}

/** Every index goes where its bits read backwards say. */
function reorder({ re, im }: Complex): void {
  const { length } = re;
  for (let from = 1, to = 0; from < length; from += 1) {
    let bit = length >> 1;
    for (; (to & bit) !== 0; bit >>= 1) to ^= bit;
    to ^= bit;
    if (from >= to) continue;
    [re[from], re[to]] = [re[to]!, re[from]!];
    [im[from], im[to]] = [im[to]!, im[from]!];
  }
}

function combine({ re, im }: Complex, half: number, turns: Complex): void {
  const { length } = re;
  const step = length / (2 * half);
  for (let start = 0; start < length; start += 2 * half)
    for (let at = start, turn = 0; at < start + half; at += 1, turn += step) {
      const other = at + half;
      const [turnRe, turnIm] = [turns.re[turn]!, turns.im[turn]!];
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
