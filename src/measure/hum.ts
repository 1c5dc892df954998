/** Harmonics up to here are asked for; what hums in a cable lies below. */
const highestHz = 600;
/** Averages at this rate keep everything that is asked for and cost a sixteenth. */
const slowRateHz = 3000;
const windows = new Map<number, Float32Array>();

/**
 * Share of a stretch's energy, 0 to 1, that lies in a mains frequency and its harmonics. A stretch of about a second
 * tells 1 Hz apart; speech has about a tenth of its energy there by chance, hum nearly all of it.
 */
export function humShare(samples: Float32Array, sampleRate: number, mainsHz = 50): number {
  const total = meanPower(samples);
  if (total === 0) return 0;
  const keepEvery = Math.max(1, Math.round(sampleRate / slowRateHz));
  const slow = windowed(averaged(samples, keepEvery));
  const slowRate = sampleRate / keepEvery;
  const stepHz = slowRate / slow.length;
  let inHarmonics = 0;
  // A Hann window spreads a pure tone over its own bin and the two beside it.
  for (let harmonicHz = mainsHz; harmonicHz <= highestHz; harmonicHz += mainsHz)
    inHarmonics += powerAround(slow, harmonicHz / slowRate, stepHz / slowRate);
  return Math.min(1, inHarmonics / total);
}

/*
 * Plain loops, each in a function of its own and not too long: together in one they were made fast code of, and thrown out
 * of it, at every call, and made 15 MB of garbage a second (V8's traces).
 */
const blockLength = 1000;

function meanPower(samples: Float32Array): number {
  let energy = 0;
  for (let from = 0; from < samples.length; from += blockLength) energy += energyOf(samples, from, from + blockLength);
  return energy / Math.max(1, samples.length);
}

function energyOf(samples: Float32Array, from: number, before: number): number {
  let energy = 0;
  const to = Math.min(before, samples.length);
  for (let at = from; at < to; at += 1) energy += samples[at]! * samples[at]!;
  return energy;
}

function averaged(samples: Float32Array, keepEvery: number): Float32Array {
  const slow = new Float32Array(Math.floor(samples.length / keepEvery));
  for (let at = 0; at < slow.length; at += 1) {
    let sum = 0;
    for (let within = 0; within < keepEvery; within += 1) sum += samples[at * keepEvery + within]!;
    slow[at] = sum / keepEvery;
  }
  return slow;
}

/** Weighs by a Hann window that keeps the mean power. */
function windowed(samples: Float32Array): Float32Array {
  const { length } = samples;
  let weights = windows.get(length);
  if (weights === undefined) {
    const turn = (2 * Math.PI) / length;
    weights = Float32Array.from({ length }, (_, at) => (1 - Math.cos(turn * at)) * Math.sqrt(2 / 3));
    windows.set(length, weights);
  }
  for (let at = 0; at < length; at += 1) samples[at]! *= weights[at]!;
  return samples;
}

/**
 * Power at three neighbouring frequencies together, in cycles a sample (Goertzel): a sine of amplitude a has a²/2. Each
 * sample waits for the one before it, so three frequencies in one pass take little longer than one.
 */
function powerAround(samples: Float32Array, cycles: number, stepCycles: number): number {
  const turns = Float64Array.of(cycles - stepCycles, cycles, cycles + stepCycles).map(
    (each) => 2 * Math.cos(2 * Math.PI * each),
  );
  const state = new Float64Array(6);
  for (let from = 0; from < samples.length; from += blockLength)
    turnOn(samples, from, from + blockLength, turns, state);
  let squares = 0;
  for (const [at, turn] of turns.entries()) {
    const [last, before] = [state[at]!, state[at + 3]!];
    squares += last * last + before * before - turn * last * before;
  }
  return (2 * squares) / (samples.length * samples.length);
}

/** Goes on over a block; `state`: the newest value of each frequency, then the ones before. */
function turnOn(samples: Float32Array, from: number, before: number, turns: Float64Array, state: Float64Array): void {
  const [turnA, turnB, turnC] = [turns[0]!, turns[1]!, turns[2]!];
  let [lastA, lastB, lastC] = [state[0]!, state[1]!, state[2]!];
  let [beforeA, beforeB, beforeC] = [state[3]!, state[4]!, state[5]!];
  const to = Math.min(before, samples.length);
  for (let at = from; at < to; at += 1) {
    const sample = samples[at]!;
    const nowA = sample + turnA * lastA - beforeA;
    const nowB = sample + turnB * lastB - beforeB;
    const nowC = sample + turnC * lastC - beforeC;
    beforeA = lastA;
    beforeB = lastB;
    beforeC = lastC;
    lastA = nowA;
    lastB = nowB;
    lastC = nowC;
  }
  state.set([lastA, lastB, lastC, beforeA, beforeB, beforeC]);
}
