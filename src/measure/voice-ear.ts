import { readActiveSpeech } from './active-speech.ts';

/** As `ActiveSpeech` says it, where somebody spoke. */
export type HeardVoice = Readonly<{ speechDbfs: number; overPauseDb: number }>;

/** Long enough for some sentences with their pauses; somebody who moved nearer is told so soon. */
const keptS = 20;
const judgedEveryS = 10;
/** A cough and a door are shorter. */
const leastSpokenS = 3;

/** Follows one voice of the line, a piece of its sound after another; mono samples, ±1 full scale. */
export class VoiceEar {
  readonly #sampleRate: number;
  readonly #kept: Float32Array;
  #heard = 0;
  #sinceJudged = 0;
  #figures: HeardVoice | null = null;

  constructor(sampleRate: number) {
    this.#sampleRate = sampleRate;
    this.#kept = new Float32Array(keptS * sampleRate);
  }

  /** Of the last seconds in which somebody spoke long enough; null before that. */
  get figures(): HeardVoice | null {
    return this.#figures;
  }

  /** What came since the last piece; at most as long as what is kept. */
  hear(fresh: Float32Array): void {
    this.#kept.copyWithin(0, fresh.length);
    this.#kept.set(fresh, this.#kept.length - fresh.length);
    this.#heard = Math.min(this.#kept.length, this.#heard + fresh.length);
    this.#sinceJudged += fresh.length;
    if (this.#sinceJudged < judgedEveryS * this.#sampleRate) return;
    this.#sinceJudged = 0;
    const { speechDbfs, overPauseDb, activity } = readActiveSpeech(
      this.#kept.subarray(this.#kept.length - this.#heard),
      this.#sampleRate,
    );
    if (speechDbfs === null || overPauseDb === null) return;
    if (activity * this.#heard >= leastSpokenS * this.#sampleRate) this.#figures = { speechDbfs, overPauseDb };
  }
}
