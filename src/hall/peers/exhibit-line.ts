import type { WebSocket } from 'ws';
import type { ExhibitFrame } from '#contract/peer-link.ts';
import type { ExhibitPaper } from '#domain/exhibits/exhibit.ts';
import { isUnderWay, type Transfer } from '#domain/exhibits/transfer.ts';
import { fault } from '#domain/faults.ts';
import type { HallPeerId } from '#domain/ids.ts';
import type { Author } from '#domain/journal/entries.ts';
import { done, failed } from '#domain/outcome.ts';
import type { PairedHall } from '#domain/peers/paired-hall.ts';
import type { Log } from '../plumbing/index.ts';
import type { ExhibitLine, PageSaid, PeersEvents } from './door.ts';
import type { AwaitedStream, ExhibitSide, RunningExhibit } from './exhibit-side.ts';
import { receiveExhibit, type ReceivingExhibit } from './incoming-exhibit.ts';
import { sendExhibit } from './outgoing-exhibit.ts';

const streamLimitMs = 8000;

export type ExhibitLineOrder = Readonly<{
  hall(peerId: HallPeerId): PairedHall | undefined;
  isUp(peerId: HallPeerId): boolean;
  say(peerId: HallPeerId, frame: ExhibitFrame): boolean;
  /** Comes paused; null when it does not come up. */
  dialStream(hall: PairedHall, path: string): Promise<WebSocket | null>;
  isCallOn(): boolean;
  /** What the way to this hall was measured to carry; null when it was not. */
  measuredKbps(peerId: HallPeerId): number | null;
  take: PeersEvents['takeExhibit'];
  onChanged(): void;
  onSent(peerId: HallPeerId, paper: ExhibitPaper, by: Author): void;
  onPage(peerId: HallPeerId, said: PageSaid): void;
  log: Log;
}>;

/** The line as the room itself sees it. */
export type OwnExhibitLine = ExhibitLine &
  Readonly<{
    received(peerId: HallPeerId, frame: ExhibitFrame): void;
    /** A stream that a paired hall dialled. */
    stream(socket: WebSocket, peerId: HallPeerId, token: string): void;
    linkChanged(peerId: HallPeerId): void;
    removed(peerId: HallPeerId): void;
    close(): Promise<void>;
  }>;

/** P36: sends and receives exhibits beside the link, one at a time, and says which page is shown. */
export function createExhibitLine(order: ExhibitLineOrder): OwnExhibitLine {
  const { log, onChanged } = order;
  let running: RunningExhibit | null = null;
  let last: Transfer | null = null;
  let incoming: ReceivingExhibit | null = null;
  const awaited = new Map<string, Readonly<{ peerId: HallPeerId; arrived(socket: WebSocket): void }>>();

  /** The hall that was dialled for the link waits for the stream, too. */
  function waitForStream(peerId: HallPeerId, token: string): AwaitedStream {
    const arrival = Promise.withResolvers<WebSocket | null>();
    awaited.set(token, { peerId, arrived: arrival.resolve });
    return {
      come() {
        setTimeout(() => arrival.resolve(null), streamLimitMs).unref();
        return arrival.promise;
      },
      drop: () => void awaited.delete(token),
    };
  }
  function sideOf(hall: PairedHall): ExhibitSide {
    const peerId = hall.id;
    return {
      peerId,
      say: (frame) => order.say(peerId, frame),
      isUp: () => order.isUp(peerId),
      expectStream: (token) =>
        hall.address === null
          ? waitForStream(peerId, token)
          : { come: () => order.dialStream(hall, `/v1/exhibit/${token}`), drop() {} },
      onChanged,
      log,
    };
  }
  function run(begun: RunningExhibit): void {
    running = begun;
    void begun.over.then(() => {
      if (running !== begun) return;
      last = begun.shown();
      running = null;
      incoming = null;
      onChanged();
    });
    onChanged();
  }
  function offered(hall: PairedHall, { token, paper }: Extract<ExhibitFrame, { say: 'exhibit.offered' }>): void {
    if (running === null) {
      incoming = receiveExhibit({
        ...sideOf(hall),
        ...{ paper, token },
        take: (wanted) => order.take(hall.id, wanted),
      });
      run(incoming);
      return;
    }
    const { peerId, paper: known } = running.shown();
    const isSame = known.exhibitId === paper.exhibitId && known.sha256 === paper.sha256;
    if (incoming !== null && peerId === hall.id && isSame) incoming.offeredAgain(token);
    else order.say(hall.id, { say: 'exhibit.refused', token, why: 'busy' });
  }

  return {
    send({ peerId, paper, file, by }) {
      if (running !== null) return failed(fault('exhibit.another-goes', {}));
      const hall = order.hall(peerId);
      if (hall === undefined) return failed(fault('peer.unknown', {}));
      if (!order.isUp(peerId)) return failed(fault('peer.link-down', {}));
      run(
        sendExhibit({
          ...sideOf(hall),
          ...{ paper, file },
          isCallOn: order.isCallOn,
          measuredKbps: () => order.measuredKbps(peerId),
          onSent: () => order.onSent(peerId, paper, by),
        }),
      );
      return done(undefined);
    },
    cancel() {
      const isGoing = running !== null && isUnderWay(running.shown());
      running?.cancel(false);
      return isGoing;
    },
    transfer: () => running?.shown() ?? last,
    say(peerId, said) {
      const { exhibitId } = said;
      if (said.page !== null) order.say(peerId, { say: 'exhibit.shown', ...said });
      else order.say(peerId, { say: 'exhibit.hidden', exhibitId });
    },
    received(peerId, frame) {
      const hall = order.hall(peerId);
      if (hall === undefined) return;
      switch (frame.say) {
        case 'exhibit.offered':
          offered(hall, frame);
          return;
        case 'exhibit.shown': {
          const { exhibitId, sha256, page } = frame;
          order.onPage(peerId, { exhibitId, sha256, page });
          return;
        }
        case 'exhibit.hidden':
          order.onPage(peerId, { exhibitId: frame.exhibitId, page: null });
          return;
        case 'exhibit.taken':
        case 'exhibit.received':
        case 'exhibit.refused':
        case 'exhibit.cancelled':
          if (running?.shown().peerId === peerId) running.received(frame);
      }
    },
    stream(socket, peerId, token) {
      const known = awaited.get(token);
      if (known?.peerId !== peerId) {
        socket.terminate();
        return;
      }
      awaited.delete(token);
      socket.on('error', () => {});
      socket.pause();
      known.arrived(socket);
    },
    linkChanged(peerId) {
      if (running?.shown().peerId === peerId) running.linkChanged();
    },
    removed(peerId) {
      if (running?.shown().peerId === peerId) running.cancel(false);
    },
    async close() {
      const ending = running;
      ending?.cancel(false);
      await ending?.over;
    },
  };
}
