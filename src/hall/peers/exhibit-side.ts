import type { WebSocket } from 'ws';
import type { ExhibitFrame } from '#contract/peer-link.ts';
import type { RefusedExhibit, Transfer } from '#domain/exhibits/transfer.ts';
import { fault, type Fault } from '#domain/faults.ts';
import type { HallPeerId } from '#domain/ids.ts';
import type { Log } from '../plumbing/index.ts';

/** How long a hall is asked again after its line broke, ms without a single byte more. */
export const patienceMs = 60_000;
/** How long an answer over the link may take. */
export const answerLimitMs = 5000;

/** The stream of one try. It is known before its token is said, because it may come before the next word of the link. */
export type AwaitedStream = Readonly<{
  /** Dials it or waits for it; null when it does not come in time. Comes paused. */
  come(): Promise<WebSocket | null>;
  drop(): void;
}>;

/** What both ways of a transfer share. */
export type ExhibitSide = Readonly<{
  peerId: HallPeerId;
  /** False when the link is down. */
  say(frame: ExhibitFrame): boolean;
  isUp(): boolean;
  expectStream(token: string): AwaitedStream;
  onChanged(): void;
  log: Log;
}>;

/** One exhibit on its way, from the first offer to its end, over as many tries as it takes. */
export type RunningExhibit = Readonly<{
  shown(): Transfer;
  received(frame: ExhibitFrame): void;
  /** The link went down or came anew: what is said of an older one is lost. */
  linkChanged(): void;
  /** A person here, or a session that is closed, ends it; `isTold`: the other hall said so. */
  cancel(isTold: boolean): void;
  /** Comes when nothing of it runs any more. */
  over: Promise<void>;
}>;

/** The words for why another hall did not take it. */
export function faultOfRefusal(why: RefusedExhibit): Fault {
  switch (why) {
    case 'busy':
      return fault('exhibit.another-goes', {});
    case 'wrong-type':
      return fault('exhibit.wrong-type', {});
    case 'altered':
      return fault('exhibit.altered', {});
    case 'no-hearing':
    case 'not-on-line':
    case 'closed':
    case 'no-room':
      return fault('exhibit.refused-there', {});
  }
}

const tellEveryMs = 500;
/** The rate is taken from the last so many tellings. */
const remembered = 10;

/** How far it is, and how long it still takes by what went lately. */
export class Progress {
  readonly #lengthBytes: number;
  readonly #onChanged: () => void;
  #seen: readonly Readonly<{ atMs: number; bytes: number }>[] = [];
  #doneBytes = 0;

  constructor(lengthBytes: number, onChanged: () => void) {
    this.#lengthBytes = lengthBytes;
    this.#onChanged = onChanged;
  }

  get doneBytes(): number {
    return this.#doneBytes;
  }

  /** A new try goes on from here. */
  begin(fromByte: number): void {
    this.#doneBytes = fromByte;
    this.#seen = [{ atMs: performance.now(), bytes: fromByte }];
    this.#onChanged();
  }

  came(toByte: number): void {
    this.#doneBytes = toByte;
    const atMs = performance.now();
    if (atMs - (this.#seen.at(-1)?.atMs ?? 0) < tellEveryMs) return;
    this.#seen = [...this.#seen, { atMs, bytes: toByte }].slice(-remembered);
    this.#onChanged();
  }

  /** Null while it tells nothing. */
  remainingMs(): number | null {
    const [first, last] = [this.#seen[0], this.#seen.at(-1)];
    if (first === undefined || last === undefined || last.bytes <= first.bytes) return null;
    const perMs = (last.bytes - first.bytes) / (last.atMs - first.atMs);
    return Math.round((this.#lengthBytes - this.#doneBytes) / perMs);
  }
}
