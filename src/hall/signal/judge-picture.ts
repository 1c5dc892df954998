import type { SignalTrouble } from '#domain/signal.ts';
import type { SignalTuning } from './tuning.ts';

/** A key picture's brightness: its mean, and how far its places lie from the mean (standard deviation), luma. */
export type PictureLight = Readonly<{ meanLuma: number; contrastLuma: number }>;

/** Tells whether a camera's picture is black: a cap on the lens, a dead sensor. A dark hall still has something in it. */
export class PictureJudge {
  readonly #tuning: SignalTuning;
  #black = 0;

  constructor(tuning: SignalTuning) {
    this.#tuning = tuning;
  }

  get troubles(): readonly SignalTrouble[] {
    return this.#black >= this.#tuning.blackPictures ? ['black'] : [];
  }

  /** Takes one key picture. */
  take({ meanLuma, contrastLuma }: PictureLight): void {
    const { blackBelowLuma, blackBelowContrast } = this.#tuning;
    this.#black = meanLuma < blackBelowLuma && contrastLuma < blackBelowContrast ? this.#black + 1 : 0;
  }
}
