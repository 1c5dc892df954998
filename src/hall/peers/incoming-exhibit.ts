import type { ExhibitPaper } from '#domain/exhibits/exhibit.ts';
import type { RefusedExhibit, Transfer } from '#domain/exhibits/transfer.ts';
import { fault, type Fault } from '#domain/faults.ts';
import type { Outcome } from '#domain/outcome.ts';
import { receivePieces } from './exhibit-pump.ts';
import { patienceMs, Progress, type ExhibitSide, type RunningExhibit } from './exhibit-side.ts';

/** An exhibit that is being written here; whoever opened it compares the hash and journals it. */
export type IncomingExhibit = Readonly<{
  /** So much lies here of an earlier try. */
  fromByte: number;
  /** False when the disk does not take it. */
  write(bytes: Buffer): Promise<boolean>;
  /** Every byte was written: whether it is what was announced, and kept. Fails `exhibit.altered`, `exhibit.wrong-type`, `exhibit.unwritable`. */
  finish(): Promise<Outcome<void>>;
  /** Lets go of it; `isKept`: what lies here is for another try. */
  leave(isKept: boolean): Promise<void>;
}>;

/** Opens it, or says why this hall does not want it; `here`: it lies here already. */
export type TakeExhibit = (paper: ExhibitPaper) => Promise<IncomingExhibit | RefusedExhibit | 'here'>;

export type IncomingOrder = ExhibitSide & Readonly<{ paper: ExhibitPaper; token: string; take: TakeExhibit }>;

export type ReceivingExhibit = RunningExhibit & Readonly<{ offeredAgain(token: string): void }>;

/** Receives one exhibit. After a cut it waits for the sender to offer it again. */
export function receiveExhibit(order: IncomingOrder): ReceivingExhibit {
  const { paper, peerId, log, say } = order;
  const ending = new AbortController();
  const { signal: over } = ending;
  /** Asked anew each time: it changes while something is waited for. */
  const isEnding = (): boolean => over.aborted;
  const progress = new Progress(paper.lengthBytes, order.onChanged);
  let state: Transfer['state'] = 'waiting';
  let why: Fault | null = null;
  let token = order.token;
  let offered: string | null = order.token;
  let tryEnding = new AbortController();
  let wake: () => void = () => {};

  const become = (next: Transfer['state'], fault: Fault | null = null): void => {
    state = next;
    why = fault;
    order.onChanged();
  };
  function refuse(refused: RefusedExhibit, fault: Fault): void {
    say({ say: 'exhibit.refused', token, why: refused });
    become('failed', fault);
  }
  /** The next offer, or null where it does not come. */
  async function nextOffer(): Promise<string | null> {
    const endsMs = performance.now() + patienceMs;
    while (offered === null && !isEnding() && performance.now() < endsMs) {
      await new Promise<void>((resolve) => {
        const limit = setTimeout(resolve, endsMs - performance.now());
        wake = () => {
          clearTimeout(limit);
          resolve();
        };
      });
    }
    const next = offered;
    offered = null;
    return next;
  }

  async function once(): Promise<void> {
    tryEnding = new AbortController();
    const signal = AbortSignal.any([over, tryEnding.signal]);
    const into = await order.take(paper);
    if (into === 'here') {
      say({ say: 'exhibit.received', token });
      become('done');
      return;
    }
    if (typeof into === 'string') {
      refuse(into, fault('exhibit.refused-there', {}));
      return;
    }
    const stream = order.expectStream(token);
    let isKept = true;
    try {
      if (!say({ say: 'exhibit.taken', token, fromByte: into.fromByte })) return;
      const socket = await stream.come();
      if (socket === null) return;
      become('going');
      progress.begin(into.fromByte);
      const got = await receivePieces({
        socket,
        fromByte: into.fromByte,
        lengthBytes: paper.lengthBytes,
        write: into.write,
        onTaken: (toByte) => progress.came(toByte),
        over: signal,
      });
      if (got === 'unwritable') refuse('no-room', fault('exhibit.unwritable', {}));
      if (got === 'too-much') refuse('altered', fault('exhibit.altered', {}));
      isKept = got === 'cut' || got === 'whole';
      // Closed session or cancelled: nothing of it is kept, also where the last byte came just before.
      if (got !== 'whole' || isEnding()) return;
      const finished = await into.finish();
      isKept = false;
      if (finished.ok) {
        say({ say: 'exhibit.received', token });
        become('done');
      } else refuse(refusalOf(finished.fault), finished.fault);
    } finally {
      stream.drop();
      await into.leave(isKept && !isEnding());
    }
  }
  async function run(): Promise<void> {
    for (let next = await nextOffer(); next !== null && !isEnding(); next = await nextOffer()) {
      token = next;
      await once();
      if (state === 'done' || state === 'failed' || isEnding()) break;
      become('waiting');
    }
    if (state === 'waiting' || state === 'going')
      if (isEnding()) become('cancelled');
      else become('failed', fault('exhibit.broken-off', {}));
    log.info({ peerId, exhibitId: paper.exhibitId, state }, 'exhibit-came');
  }

  function cancel(isTold: boolean): void {
    if (isEnding()) return;
    if (!isTold) say({ say: 'exhibit.cancelled', token: offered ?? token });
    ending.abort();
    wake();
  }

  return {
    shown: () => ({
      ...{ paper, peerId, way: 'in', state, fault: why },
      doneBytes: state === 'done' ? paper.lengthBytes : progress.doneBytes,
      remainingMs: state === 'going' ? progress.remainingMs() : null,
    }),
    offeredAgain(next) {
      offered = next;
      tryEnding.abort();
      wake();
    },
    received(frame) {
      if (frame.say === 'exhibit.cancelled' && (frame.token === token || frame.token === offered)) cancel(true);
    },
    linkChanged: () => tryEnding.abort(),
    cancel,
    over: run(),
  };
}

function refusalOf({ key }: Fault): RefusedExhibit {
  if (key === 'exhibit.wrong-type' || key === 'exhibit.too-many-pixels') return 'wrong-type';
  // The session was closed, or the hearing ended, while it was read back.
  if (key === 'hearing.session-closed' || key === 'hearing.wrong-phase' || key === 'hearing.unknown') return 'closed';
  return 'altered';
}
