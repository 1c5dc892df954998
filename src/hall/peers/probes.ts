import { randomBytes } from 'node:crypto';
import type { WebSocket } from 'ws';
import type { PeerShown } from '#contract/papers.ts';
import type { ProbeFrame } from '#contract/peer-link.ts';
import { fault, type Fault } from '#domain/faults.ts';
import type { HallPeerId } from '#domain/ids.ts';
import { failed, type Outcome } from '#domain/outcome.ts';
import type { LinkMeasured, ProbeWay } from '#domain/peers/bandwidth.ts';
import type { HallAddress, PairedHall } from '#domain/peers/paired-hall.ts';
import type { Log } from '../plumbing/index.ts';
import { runProbe, type RunningProbe } from './run-probe.ts';

/** What a window sees of measuring, for one hall. */
export type ProbeShown = Pick<PeerShown, 'probe' | 'measured' | 'probeFault'>;

export type ProbesOrder = Readonly<{
  hall(peerId: HallPeerId): PairedHall | undefined;
  /** Where this hall listens for others; null when it cannot be dialled. */
  listen: HallAddress | null;
  isUp(peerId: HallPeerId): boolean;
  say(peerId: HallPeerId, frame: ProbeFrame): boolean;
  /** A datagram of this hall came in: it lives. */
  heard(peerId: HallPeerId): void;
  dialStream(hall: PairedHall, path: string): Promise<WebSocket | null>;
  isCallOn(): boolean;
  leastKbps: number;
  nowMs(): number;
  onChanged(): void;
  /** Another hall asked for it, and it is done. */
  onMeasured(peerId: HallPeerId, measured: LinkMeasured): void;
  log: Log;
}>;

/** Measures what the path to a paired hall carries, one path at a time. */
export type Probes = Readonly<{
  /** Refuses `peer.measuring`, `call.another-is-on`, `peer.unknown`, `peer.link-down`, `peer.busy`; fails `peer.measure-broken`, `peer.measure-disturbed`. */
  measure(peerId: HallPeerId): Promise<Outcome<LinkMeasured>>;
  received(peerId: HallPeerId, frame: ProbeFrame): void;
  /** A stream that a paired hall dialled for its probe. */
  stream(socket: WebSocket, peerId: HallPeerId, token: string, way: ProbeWay): void;
  /** The link to this hall went down, came anew, or the hall was removed: what is measured to it ends. */
  linkChanged(peerId: HallPeerId): void;
  /** A call goes first: what is measured while it begins would take the path from it. */
  callChanged(): void;
  shown(peerId: HallPeerId): ProbeShown;
  close(): Promise<void>;
}>;

export function createProbes(order: ProbesOrder): Probes {
  const { log, nowMs } = order;
  let running: RunningProbe | null = null;
  const last = new Map<HallPeerId, Readonly<{ measured: LinkMeasured | null; probeFault: Fault | null }>>();

  /** Runs one probe to its end and keeps what became of it. */
  async function run(hall: PairedHall, token: Buffer, isAsker: boolean): Promise<Outcome<LinkMeasured>> {
    const probe = runProbe({
      hall,
      token,
      isAsker,
      listen: order.listen,
      say: (frame) => void order.say(hall.id, frame),
      heard: () => order.heard(hall.id),
      dialStream: (path) => order.dialStream(hall, path),
      onChanged: order.onChanged,
      log,
      leastKbps: order.leastKbps,
      nowMs,
    });
    running = probe;
    order.onChanged();
    const outcome = await probe.outcome;
    running = null;
    const measured = outcome.ok ? outcome.value : (last.get(hall.id)?.measured ?? null);
    last.set(hall.id, { measured, probeFault: outcome.ok ? null : outcome.fault });
    log.info({ peerId: hall.id, outcome }, 'peer-measured');
    order.onChanged();
    if (outcome.ok && !isAsker) order.onMeasured(hall.id, outcome.value);
    return outcome;
  }
  const broken = (): Fault => fault('peer.measure-broken', {});

  return {
    async measure(peerId) {
      if (running !== null) return failed(fault('peer.measuring', {}));
      if (order.isCallOn()) return failed(fault('call.another-is-on', {}));
      const hall = order.hall(peerId);
      if (hall === undefined) return failed(fault('peer.unknown', {}));
      if (!order.isUp(peerId)) return failed(fault('peer.link-down', {}));
      return run(hall, randomBytes(16), true);
    },
    received(peerId, frame) {
      if (frame.say !== 'probe.asked') {
        if (running?.peerId === peerId && running.token === frame.token) running.received(frame);
        return;
      }
      const hall = order.hall(peerId);
      if (running !== null || order.isCallOn() || hall === undefined) {
        order.say(peerId, { say: 'probe.ended', token: frame.token, why: 'busy' });
        return;
      }
      void run(hall, Buffer.from(frame.token, 'hex'), false);
    },
    stream(socket, peerId, token, way) {
      if (running?.peerId === peerId && running.token === token) running.stream(socket, way);
      else socket.terminate();
    },
    linkChanged(peerId) {
      if (running?.peerId === peerId) running.end(broken());
    },
    callChanged() {
      if (order.isCallOn()) running?.end(broken());
    },
    shown(peerId) {
      const probe = running?.peerId === peerId ? running.progress() : null;
      return { probe, measured: last.get(peerId)?.measured ?? null, probeFault: last.get(peerId)?.probeFault ?? null };
    },
    async close() {
      const probe = running;
      probe?.end(broken());
      await probe?.outcome;
    },
  };
}
