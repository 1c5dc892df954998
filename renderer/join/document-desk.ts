import type { BroughtSoFar } from '#contract/join.ts';
import { fault, type Fault } from '#domain/faults.ts';
import { pageDocumentRules } from '#domain/participants/page-document.ts';
import type { DocumentTold, JoinLine } from '#line/join-line.ts';

/** A document on its way to the hall. `paused`: the line is lost or the court has a break, and it goes on by itself. */
export type Bringing = Readonly<{
  name: string;
  lengthBytes: number;
  gotBytes: number;
  remainingMs: number | null;
  state: 'going' | 'paused' | 'done' | 'failed';
  fault: Fault | null;
}>;

/** P36: brings one document after another to the hall, piece by piece; a cut costs one piece. */
export type DocumentDesk = Readonly<{
  now(): Bringing | null;
  subscribe(listener: () => void): () => void;
  bring(file: File): void;
  stop(): void;
}>;

const piece = { firstBytes: 64 * 1024, leastBytes: 32 * 1024, mostBytes: 1024 * 1024 };
/** A piece that took longer is followed by a smaller one, because a request may last ten seconds. */
const tookMs = { short: 700, long: 3000 } as const;
/** After each piece the line is left to sound and picture for so long a share of the time that it took. */
const restShare = 0.6;
const againMs = 1000;
const askLimitMs = 8000;
const mostOffers = 4;

type Put = BroughtSoFar | 'unreachable';

export function openDocumentDesk(line: JoinLine): DocumentDesk {
  const listeners = new Set<() => void>();
  let bringing: Bringing | null = null;
  let over = new AbortController();

  function turn(next: Bringing | null): void {
    bringing = next;
    for (const listener of listeners) listener();
  }
  const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

  /** False once the page is not in the hearing any more. */
  async function untilUp(signal: AbortSignal, told: Bringing): Promise<boolean> {
    while (!signal.aborted && !line.party.isUp()) {
      const stand = line.stand();
      const isComing = stand.at === 'hearing' && (stand.isLost || stand.told.say === 'inside');
      if (!isComing) return false;
      if (bringing?.state !== 'paused') turn({ ...told, state: 'paused', remainingMs: null });
      await wait(againMs / 4);
    }
    return !signal.aborted;
  }
  /** What the hall answers to an offer; null where no answer came. */
  function offer({ name, size }: File): Promise<DocumentTold | null> {
    const offerId = crypto.randomUUID();
    return new Promise((resolve) => {
      const end = (told: DocumentTold | null): void => {
        clearTimeout(limit);
        off();
        resolve(told);
      };
      const limit = setTimeout(() => end(null), askLimitMs);
      const off = line.onDocument((told) => {
        if (told.offerId === offerId) end(told);
      });
      if (!line.act({ say: 'document', offerId, name: name.slice(-1000), lengthBytes: size })) end(null);
    });
  }
  async function put(exhibitId: string, file: File, from: number, to: number, signal: AbortSignal): Promise<Put> {
    try {
      const answer = await fetch(`/v1/documents/${exhibitId}`, {
        method: 'PUT',
        body: file.slice(from, to),
        headers: {
          authorization: `Bearer ${line.token() ?? ''}`,
          'content-range': `bytes ${String(from)}-${String(to - 1)}/${String(file.size)}`,
          'content-type': 'application/octet-stream',
        },
        signal,
      });
      return answer.ok ? ((await answer.json()) as BroughtSoFar) : 'unreachable';
    } catch {
      return 'unreachable';
    }
  }

  /** `again`: the hall knows nothing of it any more, as after its restart. */
  async function send(exhibitId: string, file: File, signal: AbortSignal): Promise<'done' | 'again' | 'left' | Fault> {
    const whole = { name: file.name, lengthBytes: file.size, fault: null } as const;
    let [at, size, kbps] = [0, piece.firstBytes, 0];
    for (;;) {
      const told: Bringing = { ...whole, gotBytes: at, remainingMs: null, state: 'going' };
      if (!(await untilUp(signal, told))) return 'left';
      const remainingMs = kbps === 0 ? null : ((file.size - at) * 8) / kbps;
      turn({ ...told, remainingMs });
      const beganMs = performance.now();
      const said = await put(exhibitId, file, at, Math.min(file.size, at + size), signal);
      const pieceMs = performance.now() - beganMs;
      if (signal.aborted) return 'left';
      if (said === 'unreachable') {
        size = Math.max(piece.leastBytes, size / 2);
        await wait(againMs);
        continue;
      }
      if (!said.ok) {
        if (said.fault.key === 'exhibit.broken-off') return 'again';
        if (said.fault.key !== 'participant.not-in-hearing') return said.fault;
        await wait(againMs);
        continue;
      }
      if (said.isWhole) return 'done';
      const gone = said.gotBytes - at;
      at = said.gotBytes;
      if (gone <= 0) continue;
      const rate = (gone * 8) / (pieceMs * (1 + restShare));
      kbps = kbps === 0 ? rate : kbps * 0.7 + rate * 0.3;
      if (pieceMs < tookMs.short) size = Math.min(piece.mostBytes, size * 2);
      else if (pieceMs > tookMs.long) size = Math.max(piece.leastBytes, size / 2);
      await wait(pieceMs * restShare);
    }
  }

  async function run(file: File, signal: AbortSignal): Promise<void> {
    const whole: Bringing = {
      ...{ name: file.name, lengthBytes: file.size, gotBytes: 0, remainingMs: null, state: 'going', fault: null },
    };
    const fail = (why: Fault): void => {
      if (!signal.aborted) turn({ ...whole, state: 'failed', fault: why });
    };
    turn(whole);
    for (let offers = 0; offers < mostOffers; offers += 1) {
      if (!(await untilUp(signal, whole))) break;
      const told = await offer(file);
      if (signal.aborted) return;
      if (told === null) continue;
      if (told.say === 'document-refused') {
        fail(told.fault);
        return;
      }
      const end = await send(told.exhibitId, file, signal);
      if (end === 'left') break;
      if (end === 'again') continue;
      if (end === 'done') turn({ ...whole, gotBytes: file.size, state: 'done' });
      else fail(end);
      return;
    }
    fail(fault('exhibit.broken-off', {}));
  }

  return {
    now: () => bringing,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    bring(file) {
      over.abort();
      over = new AbortController();
      const { mostBytes } = pageDocumentRules;
      const whole = { name: file.name, lengthBytes: file.size, gotBytes: 0, remainingMs: null } as const;
      const refused =
        file.size === 0
          ? fault('exhibit.wrong-type', {})
          : file.size > mostBytes
            ? fault('exhibit.too-large', { mostMb: mostBytes / 1024 / 1024 })
            : null;
      if (refused === null) void run(file, over.signal);
      else turn({ ...whole, state: 'failed', fault: refused });
    },
    stop() {
      over.abort();
      line.act({ say: 'document-stop' });
      turn(null);
    },
  };
}
