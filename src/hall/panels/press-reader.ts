import { buttonsDown } from '#domain/panels/button.ts';
import { holdMs, mustBeHeld, type PanelAct } from '#domain/panels/panel-acts.ts';
import type { KeptPanel } from './panels-file.ts';

/** `too-short`: let go of before it lasted long enough, and nothing is done. */
export type PressKind = 'pressed' | 'held' | 'too-short';

/** A worn contact opens and closes several times; nobody presses twice so soon. */
const bounceMs = 150;

export type PressEars = Readonly<{
  pressed(act: PanelAct, how: PressKind): void;
  /** Whoever holds the device was heard just now: without that a button that seems down may be up long since. */
  isFresh(): boolean;
}>;

/** What is down at one panel, from its reports. */
export class PressReader {
  readonly #ears: PressEars;
  readonly #down = new Map<PanelAct, NodeJS.Timeout | null>();
  readonly #lastMs = new Map<PanelAct, number>();

  constructor(ears: PressEars) {
    this.#ears = ears;
  }

  hear(buttons: KeptPanel['buttons'], report: Uint8Array): void {
    // Of buttons that are seen in reports of another length this one says nothing.
    const told = buttons.filter(({ button }) => button.lengthBytes === report.length);
    const down = new Set(
      buttonsDown(
        told.map(({ button }) => button),
        report,
      ).map((at) => told[at]?.act),
    );
    for (const { act } of told) {
      if (down.has(act) === this.#down.has(act)) continue;
      if (down.has(act)) this.#goDown(act);
      else this.#goUp(act);
    }
  }

  /** The panel is gone: nobody holds anything any more. */
  drop(): void {
    for (const timer of this.#down.values()) if (timer !== null) clearTimeout(timer);
    this.#down.clear();
  }

  #goDown(act: PanelAct): void {
    const nowMs = performance.now();
    const isBounce = nowMs - (this.#lastMs.get(act) ?? -Infinity) < bounceMs;
    this.#lastMs.set(act, nowMs);
    if (!mustBeHeld(act)) {
      this.#down.set(act, null);
      if (!isBounce) this.#ears.pressed(act, 'pressed');
      return;
    }
    this.#down.set(
      act,
      setTimeout(() => {
        this.#down.set(act, null);
        if (this.#ears.isFresh()) this.#ears.pressed(act, 'held');
      }, holdMs),
    );
  }

  #goUp(act: PanelAct): void {
    const timer = this.#down.get(act) ?? null;
    this.#down.delete(act);
    if (timer === null) return;
    clearTimeout(timer);
    this.#ears.pressed(act, 'too-short');
  }
}
