import type { AtUs } from '../record/timeline.ts';
import type { Voice } from './layout.ts';

/** The step in which speech is told from silence. A word's vowel lasts about as long. */
export const stepMs = 100;

/** When somebody takes the word, and for how long at least they keep it. Decibels are those of `rmsDbfs` of one step. */
export const speakerTuning = {
  /** So much of speech more than of anything else makes a speaker; a cough, a chair and "yes" are shorter. */
  takesAfterMs: 1500,
  /** Nobody loses the large picture sooner. */
  holdsMs: 3000,
  /** So far above the source's own pauses it speaks; a voice is 20 to 40 dB above a courtroom's. */
  aboveFloorDb: 10,
  /** Whatever is quieter is no speech into a microphone that was set. */
  leastDbfs: -50,
  /** Conference units give digital silence while closed: against that any hiss would be a shout. */
  lowestFloorDbfs: -70,
  /** What hums on for longer than people speak without a pause becomes the floor, 2 dB a second. */
  floorRisesDb: 0.2,
  /** Pauses between words are shorter. */
  bridgesMs: 300,
  /** The step is judged when the newest sound is so much later: the line brings what others say later than this hall's microphones. */
  lateMs: 800,
} as const;

type Source = { readonly voice: Voice; floorDbfs: number; sinceSpeechMs: number };
type Step = Map<string, number>;

/**
 * Tells who speaks, out of levels alone. In each step the one who is farthest above their own pauses is heard, so that the loudspeaker's
 * sound in a microphone, or a voice in its neighbour's, counts for nobody; being heard fills a measure and being silent empties it, and
 * whose measure is full takes the word. Has no clock: time is that of the record. After a speaker falls silent they stay the speaker
 * until another takes the word.
 */
export class ActiveSpeaker {
  readonly #sources = new Map<string, Source>();
  readonly #steps = new Map<number, Step>();
  readonly #heardMs = new Map<Voice, number>();
  #judgedStep = -1;
  #sinceStep = -Infinity;
  #speaker: Voice | null = null;

  get speaker(): Voice | null {
    return this.#speaker;
  }

  /**
   * One step of one source (a track), `atUs` where it begins, on the hearing's line; steps of a source come in order. Answers true when
   * there is another speaker now.
   */
  hear(source: string, voice: Voice, atUs: AtUs, rmsDbfs: number): boolean {
    const step = Math.floor(atUs / (stepMs * 1000));
    const before = this.#speaker;
    // The line began anew: another hearing, or the same one after the computer was away.
    if (step < this.#judgedStep - 10 * (speakerTuning.lateMs / stepMs)) this.forgetAll();
    if (!this.#sources.has(source)) this.#sources.set(source, { voice, floorDbfs: rmsDbfs, sinceSpeechMs: Infinity });
    if (step > this.#judgedStep) {
      const levels: Step = this.#steps.get(step) ?? new Map<string, number>();
      levels.set(source, Math.max(rmsDbfs, levels.get(source) ?? -Infinity));
      this.#steps.set(step, levels);
    }
    const upTo = step - speakerTuning.lateMs / stepMs;
    for (const due of [...this.#steps.keys()].filter((each) => each <= upTo).sort((a, b) => a - b)) this.#judge(due);
    return this.#speaker !== before;
  }

  /** Whoever left the line speaks no more. */
  forget(voice: Voice): void {
    for (const [source, each] of [...this.#sources]) if (each.voice === voice) this.#sources.delete(source);
    this.#heardMs.delete(voice);
    if (this.#speaker === voice) this.#speaker = null;
  }

  forgetAll(): void {
    this.#sources.clear();
    this.#steps.clear();
    this.#heardMs.clear();
    this.#judgedStep = -1;
    this.#sinceStep = -Infinity;
    this.#speaker = null;
  }

  #judge(step: number): void {
    const levels = this.#steps.get(step) ?? new Map<string, number>();
    this.#steps.delete(step);
    this.#judgedStep = step;
    const heard = this.#loudest(levels);
    for (const voice of new Set([...this.#sources.values()].map((each) => each.voice))) {
      const ms = (this.#heardMs.get(voice) ?? 0) + (voice === heard ? stepMs : -stepMs);
      this.#heardMs.set(voice, Math.min(speakerTuning.takesAfterMs, Math.max(0, ms)));
    }
    const isHeld = (step - this.#sinceStep) * stepMs < speakerTuning.holdsMs;
    if (heard === null || heard === this.#speaker || (isHeld && this.#speaker !== null)) return;
    if ((this.#heardMs.get(heard) ?? 0) < speakerTuning.takesAfterMs) return;
    this.#speaker = heard;
    this.#sinceStep = step;
    // Whoever lost the word must speak for as long again to have it back.
    this.#heardMs.clear();
  }

  /** Who is farthest above their own pauses in this step; null where nobody speaks. */
  #loudest(levels: Step): Voice | null {
    const { aboveFloorDb, leastDbfs, lowestFloorDbfs, floorRisesDb, bridgesMs } = speakerTuning;
    let loudest: Readonly<{ voice: Voice; aboveDb: number }> | null = null;
    for (const [source, level] of levels) {
      const known = this.#sources.get(source);
      if (known === undefined) continue;
      const aboveDb = level - known.floorDbfs;
      const speaks = level >= leastDbfs && aboveDb >= aboveFloorDb;
      known.sinceSpeechMs = speaks ? 0 : known.sinceSpeechMs + stepMs;
      known.floorDbfs = Math.max(lowestFloorDbfs, Math.min(level, known.floorDbfs + floorRisesDb));
      if (known.sinceSpeechMs > bridgesMs) continue;
      if (loudest === null || aboveDb > loudest.aboveDb) loudest = { voice: known.voice, aboveDb };
    }
    return loudest?.voice ?? null;
  }
}
