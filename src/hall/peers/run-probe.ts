import type { WebSocket } from 'ws';
import type { PeerShown } from '#contract/papers.ts';
import type { ProbeFrame } from '#contract/peer-link.ts';
import { fault, type Fault } from '#domain/faults.ts';
import type { HallPeerId } from '#domain/ids.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import {
  isEnough,
  isUndisturbed,
  judgeBandwidth,
  streamFigure,
  wayFigure,
  type LinkMeasured,
  type ProbeWay,
  type TrainName,
  type WayFigure,
} from '#domain/peers/bandwidth.ts';
import type { HallAddress, PairedHall } from '#domain/peers/paired-hall.ts';
import type { Log } from '../plumbing/index.ts';
import { payAttention } from './attention.ts';
import { followProbe } from './follow-probe.ts';
import { leadProbe, type ProbeLed } from './lead-probe.ts';
import { listenForProbe, type ProbePort } from './probe-port.ts';
import { savedMs, streamsMs, wholeMs, type ProbeCounts, type ProbeSide } from './probe-side.ts';

/** However slow the path is, nobody waits longer, and nothing is sent after it. */
const longestMs = 12_000;
const answerLimitMs = 2000;

export type RunningProbe = Readonly<{
  peerId: HallPeerId;
  /** Hex. */
  token: string;
  received(frame: ProbeFrame): void;
  stream(socket: WebSocket, way: ProbeWay): void;
  progress(): NonNullable<PeerShown['probe']>;
  /** Ends it without a figure, here and in the other hall. */
  end(why: Fault): void;
  /** Comes when all of it is over: its port is closed and nothing more is sent. */
  outcome: Promise<Outcome<LinkMeasured>>;
}>;

export type ProbeOrder = Readonly<{
  hall: PairedHall;
  token: Buffer;
  /** This hall asked for it. */
  isAsker: boolean;
  listen: HallAddress | null;
  say(frame: ProbeFrame): void;
  heard(): void;
  dialStream(path: string): Promise<WebSocket | null>;
  onChanged(): void;
  leastKbps: number;
  nowMs(): number;
  log: Log;
}>;

/** Runs one probe, from asking to its figures. */
export function runProbe(order: ProbeOrder): RunningProbe {
  const { hall, log, say } = order;
  const token = order.token.toString('hex');
  const ending = new AbortController();
  const over = ending.signal;
  const counts: ProbeCounts = new Map();
  const mailbox = createMailbox(over);
  const beganMs = performance.now();
  let thoughtEndMs = beganMs + wholeMs;
  let why: Fault | null = null;
  let port: ProbePort | null = null;

  function end(fault: Fault, isToldOver = true): void {
    if (over.aborted) return;
    why = fault;
    if (isToldOver) say({ say: 'probe.ended', token, why: 'broken' });
    ending.abort();
  }
  const isOver = new Promise<null>((resolve) => over.addEventListener('abort', () => resolve(null)));
  const side: ProbeSide = {
    token: order.token,
    say,
    next: mailbox.next,
    counts,
    record(way, train, count) {
      counts.set(`${way}.${train}`, count);
      thoughtEndMs -= savedMs(train, count);
      order.onChanged();
    },
    attention: payAttention(over),
    heard: order.heard,
    fallBack() {
      thoughtEndMs = performance.now() + streamsMs;
      order.onChanged();
    },
    over,
    log,
  };
  const follower = followProbe(side, () => port);

  /** The hall that is dialled opens its port before it is dialled. A port that is taken is UDP that is shut. */
  async function openPort(): Promise<void> {
    if (hall.address !== null || order.listen === null) return;
    const opened = await listenForProbe(order.listen, {
      token: order.token,
      onDatagram(datagram) {
        order.heard();
        follower.datagram(datagram);
      },
      log,
    });
    if (over.aborted) opened?.close();
    else port = opened;
  }
  async function agree(): Promise<boolean> {
    await openPort();
    if (over.aborted) return false;
    say({ say: order.isAsker ? 'probe.asked' : 'probe.agreed', token });
    return !order.isAsker || (await mailbox.next('probe.agreed', answerLimitMs)) !== null;
  }
  async function measure(): Promise<ProbeLed | null> {
    if (!(await agree())) return null;
    if (hall.address === null) return mailbox.next('probe.over', longestMs);
    const led = await leadProbe(side, hall.address, (way) => order.dialStream(`/v1/train/${way}/${token}`));
    if (led !== null) say({ say: 'probe.over', token, ...led });
    return led;
  }
  async function run(): Promise<Outcome<LinkMeasured>> {
    const limit = setTimeout(() => end(fault('peer.measure-broken', {})), longestMs);
    // Whatever still waits for the network then finds the probe over and lets go of what it gets.
    const led = await Promise.race([measure(), isOver]);
    if (led === null) end(fault('peer.measure-broken', {}));
    clearTimeout(limit);
    ending.abort();
    port?.close();
    if (led === null || why !== null) return failed(why ?? fault('peer.measure-broken', {}));
    return figures(led);
  }
  function figures({ method, roundTripMs }: ProbeLed): Outcome<LinkMeasured> {
    const isDisturbed = [...counts].some(([key, count]) => !isUndisturbed(key.split('.')[1] as TrainName, count));
    if (isDisturbed) return disturbed();
    const there = figureOf('there', method);
    const back = figureOf('back', method);
    if (there === null || back === null) return failed(fault('peer.measure-broken', {}));
    const ways = hall.address === null ? { send: back, receive: there } : { send: there, receive: back };
    const { leastKbps } = order;
    // All that a slow sender sent came through: the path may well carry what is asked for.
    if (Object.values(ways).some((way) => way.isAtLeast && !isEnough(way, leastKbps))) return disturbed();
    const verdict = judgeBandwidth(ways, leastKbps);
    return done({ method, ...ways, roundTripMs, leastKbps, verdict, atMs: order.nowMs() });
  }
  function disturbed(): Outcome<LinkMeasured> {
    log.warn({ counts: [...counts] }, 'probe-disturbed');
    return failed(fault('peer.measure-disturbed', {}));
  }
  function figureOf(way: ProbeWay, method: ProbeLed['method']): WayFigure | null {
    const first = counts.get(`${way}.first`);
    if (first === undefined) return null;
    return method === 'tcp' ? streamFigure(first) : wayFigure(first, counts.get(`${way}.second`) ?? null);
  }

  return {
    peerId: hall.id,
    token,
    received(frame) {
      switch (frame.say) {
        case 'probe.asked':
          return;
        case 'probe.your-turn':
          if (frame.way === 'back') follower.yourTurn(frame.train);
          return;
        case 'probe.counted':
          // Each hall counts what comes to it; of the other way the other hall's count is the record.
          if ((frame.way === 'there') === (hall.address !== null)) side.record(frame.way, frame.train, frame.count);
          mailbox.put(frame);
          return;
        case 'probe.ended':
          end(fault(frame.why === 'busy' ? 'peer.busy' : 'peer.measure-broken', {}), false);
          return;
        case 'probe.agreed':
        case 'probe.over':
          mailbox.put(frame);
      }
    },
    stream: follower.stream,
    progress() {
      const nowMs = performance.now();
      const remainingMs = Math.max(0, thoughtEndMs - nowMs);
      const elapsedMs = nowMs - beganMs;
      return { doneShare: elapsedMs / Math.max(1, elapsedMs + remainingMs), remainingMs: Math.round(remainingMs) };
    },
    end,
    outcome: run(),
  };
}

/** Frames that were said and not yet asked for, and who waits for one. */
function createMailbox(over: AbortSignal): Readonly<{ put(frame: ProbeFrame): void; next: ProbeSide['next'] }> {
  const waiting: ProbeFrame[] = [];
  let wake: () => void = () => {};
  over.addEventListener('abort', () => wake());
  return {
    put(frame) {
      waiting.push(frame);
      wake();
    },
    async next<Say extends ProbeFrame['say']>(say: Say, limitMs: number) {
      type Wanted = Extract<ProbeFrame, { say: Say }>;
      const endsMs = performance.now() + limitMs;
      for (;;) {
        const at = waiting.findIndex((frame) => frame.say === say);
        if (at >= 0) return waiting.splice(at, 1)[0] as Wanted;
        const restMs = endsMs - performance.now();
        if (over.aborted || restMs <= 0) return null;
        await new Promise<void>((resolve) => {
          const limit = setTimeout(resolve, restMs);
          wake = () => {
            clearTimeout(limit);
            resolve();
          };
        });
      }
    },
  };
}
