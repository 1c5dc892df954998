import { randomBytes } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { ExhibitFrame } from '#contract/peer-link.ts';
import type { ExhibitPaper } from '#domain/exhibits/exhibit.ts';
import { createPacer, type Pacer } from '#domain/exhibits/pacing.ts';
import type { Transfer } from '#domain/exhibits/transfer.ts';
import { fault, type Fault } from '#domain/faults.ts';
import { sendPieces } from './exhibit-pump.ts';
import {
  answerLimitMs,
  faultOfRefusal,
  patienceMs,
  Progress,
  type ExhibitSide,
  type RunningExhibit,
} from './exhibit-side.ts';

/** The receiver reads all of it once more before it says that it has it. */
const hashLimitMs = 60_000;
const lookMs = 100;
const betweenTriesMs = 500;

export type OutgoingOrder = ExhibitSide &
  Readonly<{
    paper: ExhibitPaper;
    file: string;
    isCallOn(): boolean;
    /** What this way of the path was measured to carry; null when it was not. */
    measuredKbps(): number | null;
    onSent(): void;
  }>;

/** How one try ended: `cut` is tried again. */
type Tried = 'sent' | 'cut' | Fault;

/** Sends one exhibit: offers it, streams what the other hall lacks, and begins anew from there after a cut. */
export function sendExhibit(order: OutgoingOrder): RunningExhibit {
  const { paper, peerId, log, say } = order;
  const ending = new AbortController();
  const { signal: over } = ending;
  /** Asked anew each time: it changes while something is waited for. */
  const isEnding = (): boolean => over.aborted;
  const progress = new Progress(paper.lengthBytes, () => {
    lastMs = performance.now();
    order.onChanged();
  });
  let state: Transfer['state'] = 'waiting';
  let why: Fault | null = null;
  let token = '';
  let tryEnding = new AbortController();
  let answered: ((frame: ExhibitFrame | null) => void) | null = null;
  let lastMs = performance.now();
  let pacer: Pacer | null = null;

  const become = (next: Transfer['state'], fault: Fault | null = null): void => {
    state = next;
    why = fault;
    order.onChanged();
  };
  /** What the other hall says of this try; null when it says nothing in time, and when the try is over. */
  function answer(limitMs: number): Promise<ExhibitFrame | null> {
    return new Promise((resolve) => {
      const limit = setTimeout(() => answered?.(null), limitMs);
      answered = (frame) => {
        clearTimeout(limit);
        answered = null;
        resolve(frame);
      };
    });
  }
  /** A pacer keeps what it learned of the path while calls come and go. */
  function pace(): Pacer | null {
    return order.isCallOn() ? (pacer ??= createPacer(order.measuredKbps())) : null;
  }

  async function once(file: FileHandle): Promise<Tried> {
    token = randomBytes(16).toString('hex');
    tryEnding = new AbortController();
    const signal = AbortSignal.any([over, tryEnding.signal]);
    const stream = order.expectStream(token);
    try {
      const offer = answer(answerLimitMs);
      if (!say({ say: 'exhibit.offered', token, paper })) answered?.(null);
      const taken = await offer;
      if (taken?.say === 'exhibit.received') return 'sent';
      if (taken?.say === 'exhibit.refused') return faultOfRefusal(taken.why);
      if (taken?.say !== 'exhibit.taken' || taken.fromByte > paper.lengthBytes) return 'cut';
      const socket = await stream.come();
      if (socket === null) return 'cut';
      become('going');
      progress.begin(taken.fromByte);
      const end = answer(patienceMs * 60);
      const pumped = sendPieces({
        socket,
        file,
        fromByte: taken.fromByte,
        lengthBytes: paper.lengthBytes,
        pacer: pace,
        onTaken: (toByte) => progress.came(toByte),
        over: signal,
      });
      // A refusal may come in the middle of it, as when the other hall's disk is full.
      const early = await Promise.race([end, pumped]);
      if (early === false) {
        answered?.(null);
        return 'cut';
      }
      const limit = setTimeout(() => answered?.(null), hashLimitMs);
      const said = await end;
      clearTimeout(limit);
      tryEnding.abort();
      await pumped;
      if (said?.say === 'exhibit.received') return 'sent';
      return said?.say === 'exhibit.refused' ? faultOfRefusal(said.why) : 'cut';
    } finally {
      stream.drop();
    }
  }
  async function run(): Promise<void> {
    const file = await open(order.file, 'r').catch(() => null);
    if (file === null) {
      become('failed', fault('exhibit.unwritable', {}));
      return;
    }
    try {
      while (!isEnding()) {
        if (!order.isUp()) {
          await wait(lookMs);
        } else {
          const tried = await once(file);
          if (isEnding()) break;
          if (tried === 'sent') {
            progress.came(paper.lengthBytes);
            become('done');
            order.onSent();
            return;
          }
          if (tried !== 'cut') {
            become('failed', tried);
            return;
          }
          become('waiting');
          await wait(betweenTriesMs);
        }
        if (performance.now() - lastMs > patienceMs) {
          say({ say: 'exhibit.cancelled', token });
          become('failed', fault('exhibit.broken-off', {}));
          return;
        }
      }
      become('cancelled');
    } finally {
      await file.close();
      log.info({ peerId, exhibitId: paper.exhibitId, state }, 'exhibit-left');
    }
  }

  function cancel(isTold: boolean): void {
    if (isEnding()) return;
    if (!isTold) say({ say: 'exhibit.cancelled', token });
    ending.abort();
    answered?.(null);
  }

  return {
    shown: () => ({
      ...{ paper, peerId, way: 'out', state, fault: why },
      doneBytes: state === 'done' ? paper.lengthBytes : progress.doneBytes,
      remainingMs: state === 'going' ? progress.remainingMs() : null,
    }),
    received(frame) {
      if (!('token' in frame) || frame.token !== token) return;
      if (frame.say === 'exhibit.cancelled') cancel(true);
      else answered?.(frame);
    },
    linkChanged() {
      tryEnding.abort();
      answered?.(null);
    },
    cancel,
    over: run(),
  };
}
