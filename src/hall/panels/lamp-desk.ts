import type { HidReport } from '../../../native/hid/index.ts';
import type { Light, LightShow } from './lights.ts';

/** Half a period of the lamp that asks for attention: 1 Hz, which disturbs nobody's nerves. */
const blinkMs = 500;
/** Said again so often, because a lamp that was knocked out of its socket for a moment has forgotten it. */
const againMs = 1000;
const answerLimitMs = 1500;
const testMs = 2000;

type Lit = {
  light: Light;
  shown: LightShow | null;
  sentMs: number;
  /** The write that is not answered yet. */
  waitingNo: number | null;
  isAnswering: boolean | null;
  answeredMs: number | null;
  testUntilMs: number;
};

/** How a lamp answers: `isAnswering` null before the first answer; `tookMs` from the order to the system's word that the lamp took it. */
export type LampAnswer = Readonly<{ isAnswering: boolean | null; tookMs: number | null }>;

/** Lights the lamps that are open, and notices which of them takes nothing. */
export class LampDesk {
  readonly #write: (no: number, path: string, reports: readonly HidReport[]) => void;
  readonly #lit = new Map<string, Lit>();
  #no = 0;

  constructor(write: (no: number, path: string, reports: readonly HidReport[]) => void) {
    this.#write = write;
  }

  opened(path: string, light: Light): void {
    this.#lit.set(path, {
      ...{ light, shown: null, sentMs: -Infinity, waitingNo: null, isAnswering: null, answeredMs: null },
      testUntilMs: 0,
    });
    if (light.begin.length > 0) this.#write((this.#no += 1), path, light.begin);
  }

  /** Not a lamp any more, or not there. */
  closed(path: string): void {
    this.#lit.delete(path);
  }

  closedAll(): void {
    this.#lit.clear();
  }

  /** Call it several times a second. `wanted` is the truth of this moment. */
  tick(wanted: LightShow, nowMs = performance.now()): void {
    const isBlinkedOut = wanted === 'attention' && Math.floor(nowMs / blinkMs) % 2 === 1;
    for (const [path, lit] of this.#lit) {
      const show = lit.testUntilMs > nowMs ? 'test' : isBlinkedOut ? 'off' : wanted;
      if (lit.waitingNo !== null && nowMs - lit.sentMs > answerLimitMs) {
        lit.isAnswering = false;
        lit.waitingNo = null;
      }
      if (show === lit.shown && nowMs - lit.sentMs < againMs) continue;
      this.#send(path, lit, show, nowMs);
    }
  }

  wrote(no: number, isTaken: boolean): void {
    for (const lit of this.#lit.values()) {
      if (lit.waitingNo !== no) continue;
      lit.waitingNo = null;
      lit.isAnswering = isTaken;
      lit.answeredMs = performance.now() - lit.sentMs;
      // What was not taken is not shown.
      if (!isTaken) lit.shown = null;
    }
  }

  /** Shows the colour of the test, which means nothing in a hearing, for two seconds. */
  test(path: string): void {
    const lit = this.#lit.get(path);
    if (lit === undefined) return;
    const nowMs = performance.now();
    lit.testUntilMs = nowMs + testMs;
    lit.isAnswering = null;
    this.#send(path, lit, 'test', nowMs);
  }

  /** Says once more what it shows, so that it answers now. */
  askAgain(path: string): void {
    const lit = this.#lit.get(path);
    if (lit === undefined) return;
    lit.isAnswering = null;
    this.#send(path, lit, lit.shown ?? 'off', performance.now());
  }

  answer(path: string): LampAnswer {
    const lit = this.#lit.get(path);
    return { isAnswering: lit?.isAnswering ?? null, tookMs: lit?.answeredMs ?? null };
  }

  #send(path: string, lit: Lit, show: LightShow, nowMs: number): void {
    this.#no += 1;
    lit.shown = show;
    lit.sentMs = nowMs;
    lit.waitingNo = this.#no;
    this.#write(this.#no, path, lit.light.show(show));
  }
}
