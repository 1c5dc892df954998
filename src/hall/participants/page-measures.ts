import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { WebSocket } from 'ws';
import { measureHello, type JoinAct } from '#contract/join.ts';
import { fault, type Fault, type FaultKey } from '#domain/faults.ts';
import type { ParticipantId } from '#domain/ids.ts';
import {
  countStream,
  isCountOfOurs,
  mostUnseenMs,
  pageStream,
  type StreamCount,
} from '#domain/participants/page-line.ts';
import { roundTripOf } from '#domain/peers/bandwidth.ts';
import type { Invited, ParticipantsOrder } from './door.ts';

/** Codes of our own (RFC 6455, section 7.4.2) that a page knows. */
const [busyCode, notNowCode] = [4009, 4003];
const helloLimitMs = 5000;
const firstLimitMs = 4000;
const lookMs = 2;
const pings = 3;
const pingLimitMs = 1500;
/** More is not handed to the system ahead of what it takes. */
const mostUnsentBytes = 64 * 1024;
/** The page ends a stream; one that does not is ended. */
const sendLimitMs = pageStream.durationMs + 4000;
/** A measurement that is not over by then broke off, and the next page may be measured. */
const wholeLimitMs = 22_000;

type Running = {
  readonly whom: Invited;
  readonly limit: ReturnType<typeof setTimeout>;
  roundTripMs: number | null;
  send: StreamCount | null;
  sentBytes: number;
  /** For how long at worst this hall did not look after what it sent. */
  unseenMs: number;
};

/** P38: the streams by which the lines of pages are measured, one page after the other so that none is counted against another. */
export type PageMeasures = Readonly<{
  stream(socket: WebSocket, way: 'send' | 'receive', address: string): void;
  /** The page has counted what came to it. Refuses `participant.measure-broken`. */
  counted(whom: Invited, said: Extract<JoinAct, { say: 'measured' }>): Promise<Fault | null>;
  close(): void;
}>;

type Order = Pick<ParticipantsOrder, 'place'> &
  Readonly<{
    redeem(token: string): Invited | null;
    isHere(participantId: ParticipantId): boolean;
    /** Each asking is one act of the participant. */
    mayAct(whom: Invited): boolean;
    measured: ParticipantsOrder['on']['measured'];
    refused(key: FaultKey, address: string, why: string, whom: Invited | null): void;
  }>;

const isOpen = (socket: WebSocket): boolean => socket.readyState === socket.OPEN;

function helloOf(bytes: Buffer, isBinary: boolean): string | null {
  if (isBinary) return null;
  try {
    const hello = measureHello.safeParse(JSON.parse(bytes.toString('utf8')));
    return hello.success ? hello.data.token : null;
  } catch {
    return null;
  }
}

/** The middle of three round trips on an idle connection, ms. */
async function roundTrip(socket: WebSocket): Promise<number | null> {
  const roundTripsMs: number[] = [];
  while (roundTripsMs.length < pings && isOpen(socket)) {
    const beganMs = performance.now();
    socket.ping();
    const isBack = await once(socket, 'pong', { signal: AbortSignal.timeout(pingLimitMs) }).catch(() => null);
    if (isBack === null) break;
    roundTripsMs.push(performance.now() - beganMs);
  }
  return roundTripOf(roundTripsMs);
}

/** Counts what a page sends, and ends it with all that is still under way. */
async function count(socket: WebSocket): Promise<StreamCount | null> {
  const arrivedMs: number[] = [];
  socket.on('message', (bytes: Buffer, isBinary) => {
    if (isBinary && bytes.length === pageStream.frameBytes) arrivedMs.push(performance.now());
  });
  const beganMs = performance.now();
  const isDue = (): boolean => {
    const [firstMs] = arrivedMs;
    const nowMs = performance.now();
    return firstMs === undefined ? nowMs - beganMs >= firstLimitMs : nowMs - firstMs >= pageStream.durationMs;
  };
  while (isOpen(socket) && !isDue()) await wait(10);
  const isWhole = isOpen(socket);
  socket.terminate();
  return isWhole ? countStream(arrivedMs) : null;
}

/** Sends at its pace or, where the line is narrower, as fast as TCP goes, until the page says that it has enough. */
async function send(socket: WebSocket, sent: (bytes: number, unseenMs: number) => void): Promise<void> {
  // What could be pressed together on the way would be no measure of it.
  const frame = randomBytes(pageStream.frameBytes);
  socket.once('message', () => socket.terminate());
  const beganMs = performance.now();
  let [frames, lookedMs] = [0, beganMs];
  for (;;) {
    const nowMs = performance.now();
    const elapsedMs = nowMs - beganMs;
    if (!isOpen(socket) || elapsedMs > sendLimitMs) break;
    const dueFrames = (pageStream.rateKbps * elapsedMs) / (8 * pageStream.frameBytes);
    for (; frames < dueFrames && socket.bufferedAmount < mostUnsentBytes; frames += 1) socket.send(frame, () => {});
    sent(frames * pageStream.frameBytes, nowMs - lookedMs);
    lookedMs = nowMs;
    await wait(lookMs);
  }
  socket.terminate();
}

export function createPageMeasures(order: Order): PageMeasures {
  const sockets = new Set<WebSocket>();
  let running: Running | null = null;

  function end(each: Running): void {
    clearTimeout(each.limit);
    if (running === each) running = null;
  }
  function begin(whom: Invited): Running {
    const begun: Running = {
      ...{ whom, roundTripMs: null, send: null, sentBytes: 0, unseenMs: 0 },
      limit: setTimeout(() => void breakOff(begun), wholeLimitMs),
    };
    running = begun;
    return begun;
  }
  /** A try that gave no figure is evidence too (P37). */
  async function breakOff(each: Running): Promise<void> {
    end(each);
    await order.measured(each.whom, null);
  }

  async function lead(socket: WebSocket, way: 'send' | 'receive', whom: Invited): Promise<void> {
    const own = running?.whom.participantId === whom.participantId ? running : null;
    if (running !== null && own === null) {
      socket.close(busyCode);
      return;
    }
    if (way === 'receive') {
      // Each way is a connection of its own, so that what is left of one is not in the way of the other.
      if (own === null) socket.terminate();
      else
        await send(socket, (bytes, unseenMs) => {
          own.sentBytes = bytes;
          own.unseenMs = Math.max(own.unseenMs, unseenMs);
        });
      return;
    }
    if (own !== null) await breakOff(own);
    const begun = begin(whom);
    begun.roundTripMs = await roundTrip(socket);
    socket.send('go');
    begun.send = await count(socket);
  }

  return {
    stream(socket, way, address) {
      sockets.add(socket);
      socket.on('error', () => {});
      const limit = setTimeout(() => socket.terminate(), helloLimitMs);
      socket.once('close', () => {
        clearTimeout(limit);
        sockets.delete(socket);
      });
      socket.once('message', (bytes: Buffer, isBinary) => {
        clearTimeout(limit);
        const token = helloOf(bytes, isBinary);
        const whom = token === null ? null : order.redeem(token);
        // In the hearing itself a stream would cost the picture: what is carried then is counted by the call.
        const mayMeasure = whom !== null && order.isHere(whom.participantId) && order.place(whom)?.say === 'wait';
        if (!mayMeasure) {
          order.refused('participant.malformed', address, 'measure', whom);
          socket.close(notNowCode);
          return;
        }
        if (way === 'send' && !order.mayAct(whom)) {
          order.refused('participant.flood', address, 'measure', whom);
          socket.close(busyCode);
          return;
        }
        // Whoever is let in meanwhile is not measured on: the line is the call's from then on.
        const looks = setInterval(() => {
          if (order.place(whom)?.say !== 'wait') socket.terminate();
        }, 200);
        socket.once('close', () => clearInterval(looks));
        void lead(socket, way, whom);
      });
    },
    async counted(whom, { receive, connection }) {
      const each = running;
      if (each === null || each.whom.participantId !== whom.participantId)
        return fault('participant.measure-broken', {});
      const { send: sent, sentBytes, unseenMs, roundTripMs } = each;
      const isTrue = receive !== null && isCountOfOurs(receive) && receive.bytes <= sentBytes;
      const isSteady = unseenMs <= mostUnseenMs;
      if (sent === null || roundTripMs === null || !isTrue || !isSteady) {
        await breakOff(each);
        return fault('participant.measure-broken', {});
      }
      end(each);
      await order.measured(whom, { send: sent, receive, roundTripMs, connection });
      return null;
    },
    close() {
      if (running !== null) end(running);
      for (const socket of sockets) socket.terminate();
    },
  };
}
