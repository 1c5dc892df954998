import type { SeatId } from '#domain/ids.ts';
import type { Loudspeaker, Seat } from '#domain/seats.ts';
import type { Draw } from './fault.ts';
import { powerOfTwo, realSignalOf, spectrumOf } from '#measure/fourier.ts';
import { signalLengthS, signalRate, signalSamples, waySignal } from '#measure/check-signal.ts';

/** What a hall of the laboratory sounds like in a check; every figure is drawn. */
export type Way = { lateMs: number; gain: number; reverberationS: number; reverberantShare: number; echo: number };
export type Microphone = {
  seat: Seat;
  /** From each loudspeaker. */
  ways: Way[];
  noiseRms: number;
  humAmplitude: number;
  /** RMS of somebody who speaks into it; 0 where nobody does. */
  voiceRms: number;
  /** Like a pole at this frequency; 0 for none. */
  dullFromHz: number;
  gain: number;
  clipAt: number;
  isDead: boolean;
  /** The hall's own way to it, where the check asks for one; null: it gave nothing. `of`: it is another microphone's sound. */
  isSecondAsked: boolean;
  second: Second | null;
};
type Second = { gain: number; lateSamples: number; of: SeatId | null };
export type SoundScene = {
  loudspeakers: { loudspeaker: Loudspeaker; isFound: boolean; isSilent: boolean; clipAt: number }[];
  microphones: Microphone[];
};

export const talkMs = 4000;
const restMs = 700;
const signal = signalSamples(waySignal);
const eachMs = signalLengthS(waySignal) * 1000 + restMs;

/** A healthy room with two loudspeakers and as many microphones. */
export function healthyScene(draw: Draw): SoundScene {
  const loudspeakers = ['front', 'back'].map((id) => ({
    loudspeaker: { id, name: id, device: { path: 'browser', label: id, deviceId: '' } } as const,
    ...{ isFound: true, isSilent: false, clipAt: 1 },
  }));
  const count = Math.round(draw(3, 5));
  const reverberationS = draw(0.2, 0.9);
  return {
    loudspeakers,
    microphones: Array.from({ length: count }, (_, at) => ({
      seat: seatOf(at),
      ways: loudspeakers.map(() => {
        const metres = draw(1.5, 9);
        return {
          lateMs: 120 + metres * 2.92,
          gain: 0.9 / metres,
          reverberationS,
          reverberantShare: draw(0.1, 0.5),
          echo: 0,
        };
      }),
      noiseRms: 10 ** (draw(-72, -56) / 20),
      humAmplitude: 0,
      voiceRms: draw(0, 1) < 0.6 ? 10 ** (draw(-32, -18) / 20) : 0,
      dullFromHz: 0,
      gain: 10 ** (draw(-4, 4) / 20),
      clipAt: 1,
      isDead: false,
      isSecondAsked: false,
      second: null,
    })),
  };
}

/** The same hall on another day: microphones moved by up to a quarter of a metre, gains turned, another noise, other voices, other doors open. */
export function anotherDay({ loudspeakers, microphones }: SoundScene, draw: Draw): SoundScene {
  return {
    loudspeakers: loudspeakers.map((each) => ({ ...each })),
    microphones: microphones.map((microphone) => ({
      ...microphone,
      ways: microphone.ways.map((way) => ({
        ...way,
        lateMs: way.lateMs + draw(-0.25, 0.25) * 2.92,
        gain: way.gain * 10 ** (draw(-1, 1) / 20),
        reverberantShare: way.reverberantShare * draw(0.8, 1.2),
      })),
      noiseRms: microphone.noiseRms * 10 ** (draw(-4, 4) / 20),
      voiceRms: draw(0, 1) < 0.6 ? 10 ** (draw(-32, -18) / 20) : 0,
      gain: microphone.gain * 10 ** (draw(-3, 3) / 20),
    })),
  };
}

function seatOf(at: number): Seat {
  return {
    id: `mic-${String(at + 1)}` as SeatId,
    kind: 'microphone',
    place: 'other',
    name: '',
    gated: false,
    device: { path: 'browser', label: `Microphone ${String(at + 1)}`, deviceId: '' },
  };
}

/** When each loudspeaker that can be found is told to begin, ms. */
export function playsOf({ loudspeakers }: SoundScene): readonly Readonly<{ loudspeaker: string; beganAtMs: number }>[] {
  return loudspeakers
    .filter(({ isFound }) => isFound)
    .map(({ loudspeaker: { id } }, at) => ({ loudspeaker: id, beganAtMs: talkMs + at * eachMs }));
}

/** Mono samples of what this microphone hears of the whole check. */
export function heardBy(scene: SoundScene, microphone: Microphone, chance: () => number): Float32Array {
  const plays = playsOf(scene);
  const length = Math.round(((talkMs + plays.length * eachMs) * signalRate) / 1000);
  if (microphone.isDead) return new Float32Array(length);
  const heard = new Float32Array(length);
  addVoice(heard, microphone.voiceRms, chance);
  for (const [at, { beganAtMs, loudspeaker }] of plays.entries()) {
    const source = scene.loudspeakers.find((each) => each.loudspeaker.id === loudspeaker)!;
    if (source.isSilent) continue;
    const played = signal.map((value) => Math.max(-source.clipAt, Math.min(source.clipAt, value)));
    addWay(heard, played, microphone.ways[at]!, Math.round((beganAtMs * signalRate) / 1000), chance);
  }
  addRoom(heard, microphone, chance);
  return throughChain(heard, microphone);
}

/** One turn of a voice with all its harmonics falling. */
const turnLength = 4096;
const turn = Float32Array.from({ length: turnLength }, (_, at) => {
  let value = 0;
  for (let order = 1; order <= 24; order += 1)
    value += Math.sin((2 * Math.PI * order * at) / turnLength + order * order) / order;
  return value;
});

/** Words of a fifth to half a second with pauses between, loud and quiet by turns, voiced at 100 to 200 Hz. */
function addVoice(heard: Float32Array, rms: number, chance: () => number): void {
  if (rms === 0) return;
  let at = Math.round(0.3 * signalRate);
  const until = (talkMs * signalRate) / 1000 - signalRate / 2;
  while (at < until) {
    const length = Math.round((0.2 + 0.3 * chance()) * signalRate);
    const perSample = ((100 + 100 * chance()) / signalRate) * turnLength;
    const loud = rms * (0.6 + 0.8 * chance());
    for (let sample = 0; sample < length && at + sample < until; sample += 1)
      heard[at + sample]! +=
        loud * 1.6 * Math.sin((Math.PI * sample) / length) * turn[Math.floor(sample * perSample) % turnLength]!;
    at += length + Math.round((0.06 + 0.35 * chance()) * signalRate);
  }
}

/** The direct sound, a reflection where there is an echo, and some hundred arrivals that die away. */
function addWay(heard: Float32Array, played: Float32Array, way: Way, fromSample: number, chance: () => number): void {
  const response = new Float64Array(Math.round((way.lateMs / 1000 + way.reverberationS + 0.3) * signalRate));
  const add = (lateS: number, share: number): void => {
    response[Math.round(lateS * signalRate)]! += share;
  };
  const directS = way.lateMs / 1000;
  add(directS, way.gain);
  if (way.echo > 0) add(directS + 0.06 + 0.15 * chance(), way.gain * way.echo);
  const count = Math.round(160 + 160 * way.reverberationS);
  const shares = Array.from({ length: count }, () => {
    const lateS = chance() * way.reverberationS;
    return { lateS, share: (chance() < 0.5 ? -1 : 1) * 10 ** ((-3 * lateS) / way.reverberationS) };
  });
  const energy = Math.sqrt(shares.reduce((sum, { share }) => sum + share * share, 0));
  for (const { lateS, share } of shares)
    add(directS + 0.004 + lateS, (way.gain * way.reverberantShare * share) / energy);
  const arrived = convolve(played, response);
  for (let at = 0; at < arrived.length && fromSample + at < heard.length; at += 1)
    heard[fromSample + at]! += arrived[at]!;
}

function convolve(played: Float32Array, response: Float64Array): Float64Array {
  const length = powerOfTwo(played.length + response.length);
  const [sent, way] = [spectrumOf(played, length), spectrumOf(response, length)];
  const re = sent.re.map((value, bin) => value * way.re[bin]! - sent.im[bin]! * way.im[bin]!);
  const im = sent.im.map((value, bin) => value * way.re[bin]! + sent.re[bin]! * way.im[bin]!);
  return realSignalOf({ re, im });
}

function addRoom(heard: Float32Array, { noiseRms, humAmplitude }: Microphone, chance: () => number): void {
  for (let at = 0; at < heard.length; at += 1) {
    // Three even chances are near enough to a bell.
    const noise = 2 * (chance() + chance() + chance() - 1.5);
    const mains = (2 * Math.PI * 50 * at) / signalRate;
    heard[at]! +=
      noiseRms * noise + humAmplitude * (Math.sin(mains) + 0.6 * Math.sin(2 * mains) + 0.4 * Math.sin(3 * mains));
  }
}

function throughChain(heard: Float32Array, { gain, clipAt, dullFromHz }: Microphone): Float32Array {
  const share = dullFromHz === 0 ? 1 : 1 - Math.exp((-2 * Math.PI * dullFromHz) / signalRate);
  let [kept, twice] = [0, 0];
  return heard.map((value) => {
    kept += share * (value - kept);
    twice += share * (kept - twice);
    return Math.max(-clipAt, Math.min(clipAt, gain * twice));
  });
}
