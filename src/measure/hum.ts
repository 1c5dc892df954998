/** Harmonics up to here are asked for; what hums in a cable lies below. */
const highestHz = 600;
/** Averages of so many samples keep everything that is asked for and cost an eighth. */
const keepEvery = 8;

/**
 * Share of a stretch's energy, 0 to 1, that lies in a mains frequency and its harmonics. A stretch of about a second
 * tells 1 Hz apart; speech has about a tenth of its energy there by chance, hum nearly all of it.
 */
export function humShare(samples: Float32Array, sampleRate: number, mainsHz = 50): number {
  const total = samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length);
  if (total === 0) return 0;
  const slow = windowed(averaged(samples));
  const slowRate = sampleRate / keepEvery;
  const stepHz = slowRate / slow.length;
  let inHarmonics = 0;
  for (let harmonicHz = mainsHz; harmonicHz <= highestHz; harmonicHz += mainsHz) {
    // A Hann window spreads a pure tone over its own bin and the two beside it.
    for (const asideHz of [-stepHz, 0, stepHz]) inHarmonics += powerAt(slow, (harmonicHz + asideHz) / slowRate);
  }
  return Math.min(1, inHarmonics / total);
}

function averaged(samples: Float32Array): Float32Array {
  const slow = new Float32Array(Math.floor(samples.length / keepEvery));
  for (let at = 0; at < slow.length; at += 1) {
    let sum = 0;
    for (let within = 0; within < keepEvery; within += 1) sum += samples[at * keepEvery + within]!;
    slow[at] = sum / keepEvery;
  }
  return slow;
}

/** A Hann window that keeps the mean power. */
function windowed(samples: Float32Array): Float32Array {
  const turn = (2 * Math.PI) / samples.length;
  return samples.map((sample, at) => sample * (1 - Math.cos(turn * at)) * Math.sqrt(2 / 3));
}

/** Power at one frequency, in cycles a sample (Goertzel): a sine of amplitude a has a²/2. */
function powerAt(samples: Float32Array, cycles: number): number {
  const turn = 2 * Math.cos(2 * Math.PI * cycles);
  let last = 0;
  let before = 0;
  for (const sample of samples) {
    const now = sample + turn * last - before;
    before = last;
    last = now;
  }
  const square = last * last + before * before - turn * last * before;
  return (2 * square) / (samples.length * samples.length);
}
