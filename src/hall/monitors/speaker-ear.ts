import { ActiveSpeaker, stepMs } from '#domain/monitors/active-speaker.ts';
import type { Voice } from '#domain/monitors/layout.ts';
import type { HeardSound } from '#domain/signal.ts';
import { toDbfs } from '#measure/levels.ts';

const sampleRate = 48_000;
const stepSamples = (sampleRate * stepMs) / 1000;

/** RMS of one step, in dBFS. */
function levelOf(samples: Float32Array): number {
  let energy = 0;
  for (const sample of samples) energy += sample * sample;
  return toDbfs(Math.sqrt(energy / Math.max(1, samples.length)));
}

/** Listens to what is recorded, track by track, for who speaks. */
export class SpeakerEar {
  readonly #judge = new ActiveSpeaker();
  #hearingId: string | null = null;

  get speaker(): Voice | null {
    return this.#judge.speaker;
  }

  /** A stretch of one track at 48 kHz. Answers true when somebody else speaks now. */
  hear({ hearingId, trackId, atUs, samples }: HeardSound, voice: Voice): boolean {
    if (hearingId !== this.#hearingId) this.#judge.forgetAll();
    this.#hearingId = hearingId;
    let isOther = false;
    // A rest shorter than a step is part of the last one; a chunk holds two steps and a fraction.
    for (let from = 0; from < samples.length; from += stepSamples) {
      const piece = samples.subarray(from, from + stepSamples);
      if (piece.length < stepSamples / 2 && from > 0) break;
      isOther = this.#judge.hear(trackId, voice, atUs + (from * 1e6) / sampleRate, levelOf(piece)) || isOther;
    }
    return isOther;
  }

  forget(voice: Voice): void {
    this.#judge.forget(voice);
  }
}
