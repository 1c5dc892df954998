import type { SignalTrouble } from '#domain/signal.ts';
import { humShare } from '#measure/hum.ts';
import { measureLevels } from '#measure/levels.ts';
import type { SignalTuning } from './tuning.ts';

type Second = Readonly<{ isSilent: boolean; isClipped: boolean; isHum: boolean }>;

/** Tells what is wrong with one microphone's sound, second by second. */
export class SoundJudge {
  readonly #tuning: SignalTuning;
  readonly #mayBeSilent: boolean;
  readonly #silentBelowDbfs: number;
  readonly #standing = new Set<SignalTrouble>();
  #last: readonly Second[] = [];

  /**
   * `mayBeSilent`: of a conference unit that is closed by its button, or of another hall, silence says nothing. `floorDbfs`:
   * how loud the seat's pauses were in the check: one that falls well below them is dead, though its cable still hisses.
   */
  constructor(tuning: SignalTuning, mayBeSilent: boolean, floorDbfs: number | null = null) {
    this.#tuning = tuning;
    const { silentBelowDbfs, silentBelowFloorDb, silentAtMostDbfs } = tuning;
    const belowFloor = floorDbfs === null ? silentBelowDbfs : floorDbfs - silentBelowFloorDb;
    this.#silentBelowDbfs = Math.max(silentBelowDbfs, Math.min(silentAtMostDbfs, belowFloor));
    this.#mayBeSilent = mayBeSilent;
  }

  get troubles(): readonly SignalTrouble[] {
    return [...this.#standing];
  }

  /** Takes about a second of sound. */
  take(samples: Float32Array, sampleRate: number): void {
    const { silentForS, clippedShare, clippedOfLast, humFromDbfs, humOfLast, judgedS } = this.#tuning;
    const levels = measureLevels(samples, sampleRate);
    const second: Second = {
      isSilent: levels.rmsDbfs < this.#silentBelowDbfs,
      isClipped: levels.clippedShare > clippedShare,
      isHum: levels.rmsDbfs > humFromDbfs && humShare(samples, sampleRate) > this.#tuning.humShare,
    };
    this.#last = [...this.#last, second].slice(-Math.max(silentForS, judgedS));
    const judged = this.#last.slice(-judgedS);
    const isSilent = this.#last.length >= silentForS && this.#last.slice(-silentForS).every((each) => each.isSilent);
    this.#settle('silent', isSilent && !this.#mayBeSilent, !second.isSilent);
    const clipped = judged.filter((each) => each.isClipped).length;
    this.#settle('clipping', clipped >= clippedOfLast, clipped === 0);
    const humming = judged.filter((each) => each.isHum).length;
    this.#settle('hum', humming >= humOfLast, humming <= judgedS - humOfLast);
  }

  /** Between raising and clearing nothing changes, so that a trouble at the edge does not flicker. */
  #settle(trouble: SignalTrouble, isThere: boolean, isOver: boolean): void {
    if (isThere) this.#standing.add(trouble);
    else if (isOver) this.#standing.delete(trouble);
  }
}
