import { randomUUID } from 'node:crypto';
import type { WebSocket } from 'ws';
import { hallCalls, talkAsk, talkHello, type Answerers, type TalkAnswer, type Verb } from '#contract/hall.ts';
import type { Asker, AtTheDoor, Role } from '#contract/call.ts';
import { fault, type Fault } from '#domain/faults.ts';
import { failed, type Outcome } from '#domain/outcome.ts';
import type { Log } from '../plumbing/index.ts';
import type { Admission, DoorPapers } from './papers-at-the-door.ts';

const helloLimitMs = 3000;
/** A window never has so many questions open; one that has is not read from until answers are out. */
const mostAsksInFlight = 64;

export type TalkRoom = Readonly<{
  papers: DoorPapers;
  /** Who asks at this window, or why they may not ask this. */
  admit(window: AtTheDoor, verb: Verb): Outcome<Asker>;
  answerers: Answerers;
  log: Log;
  /** Also checks what goes out; for tests and development, where a wrong answer is a bug to be found. */
  checkOutgoing: boolean;
  /** Called once papers were good; returns what to do when the socket goes. */
  welcome(admission: Admission, socket: WebSocket): () => void;
  /** Delays an answer to bad papers, more so the more of them came lately. */
  refusalDelayMs(): number;
}>;

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Finds the verb, checks who asks and what, lets it be answered; whatever happens the outcome is a value. */
async function answer(room: TalkRoom, window: AtTheDoor, verb: string, papers: unknown): Promise<Outcome<unknown>> {
  if (!Object.hasOwn(hallCalls, verb)) return failed(fault('api.malformed', { verb }));
  const known = verb as Verb;
  const call = hallCalls[known];
  if (!call.who.some((each) => each === window.role)) return failed(fault('api.not-allowed', { verb }));
  const asked = call.ask.safeParse(papers);
  if (!asked.success) return failed(fault('api.malformed', { verb }));
  try {
    const admitted = room.admit(window, known);
    if (!admitted.ok) return admitted;
    const act = room.answerers[known] as (papers: unknown, asker: Asker) => Promise<Outcome<unknown>>;
    const outcome = await act(asked.data, admitted.value);
    if (room.checkOutgoing && outcome.ok) call.answer.parse(outcome.value);
    return outcome;
  } catch (bug) {
    // A bug in one action must not take the record down with it: it gets a number that support can look up.
    const logRef = randomUUID().slice(0, 8);
    room.log.error({ logRef, verb, err: bug }, 'api.answer-threw');
    return failed(fault('system.unexpected', { logRef }));
  }
}

/** Leads one socket of /v1/talk through its life: hello with papers, then asks, until either side closes. */
export function talkWith(socket: WebSocket, room: TalkRoom): void {
  let window: AtTheDoor | null = null;
  let isRefused = false;
  let inFlight = 0;
  const helloLimit = setTimeout(() => socket.close(1008, 'no hello'), helloLimitMs);
  const say = (frame: TalkAnswer | { welcome: 1; role: Role; resume: string } | { fault: Fault }): void =>
    socket.send(JSON.stringify(frame), () => {});

  function readHello(frame: unknown): void {
    const hello = talkHello.safeParse(frame);
    const admission = hello.success ? room.papers.redeem(hello.data.ticket) : null;
    if (admission === null) {
      isRefused = true;
      setTimeout(() => {
        say({ fault: fault('api.ticket-refused', {}) });
        socket.close(1008, 'ticket refused');
      }, room.refusalDelayMs());
      return;
    }
    clearTimeout(helloLimit);
    const { windowId, role } = admission;
    window = { windowId, role };
    say({ welcome: 1, role, resume: room.papers.issueResume(window) });
    socket.once('close', room.welcome(admission, socket));
  }

  async function readAsk(from: AtTheDoor, frame: unknown): Promise<void> {
    const ask = talkAsk.safeParse(frame);
    // Without a number there is nobody to answer by number; -1 tells a developer that something was not read.
    if (!ask.success) {
      say({ id: -1, ok: false, fault: fault('api.malformed', { verb: '' }) });
      return;
    }
    inFlight += 1;
    if (inFlight >= mostAsksInFlight) socket.pause();
    const outcome = await answer(room, from, ask.data.verb, ask.data.papers);
    inFlight -= 1;
    if (socket.isPaused) socket.resume();
    say(
      outcome.ok
        ? { id: ask.data.id, ok: true, answer: outcome.value }
        : { id: ask.data.id, ok: false, fault: outcome.fault },
    );
  }

  socket.on('message', (bytes: Buffer, isBinary) => {
    if (isRefused) return;
    const frame = isBinary ? undefined : parse(bytes);
    if (window === null) readHello(frame);
    else void readAsk(window, frame);
  });
  // Oversized frames and broken text arrive here; ws closes the socket by itself with the right code.
  socket.on('error', () => {});
  socket.once('close', () => clearTimeout(helloLimit));
}
