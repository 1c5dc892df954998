import type { WebSocket } from 'ws';
import type { LinkFrame, LinkHello } from '#contract/peer-link.ts';
import type { PeerShown } from '#contract/papers.ts';
import type { HallPeerId } from '#domain/ids.ts';
import { fault, faultCode, type Fault } from '#domain/faults.ts';
import { pinsOf, type HallAddress, type PairedHall } from '#domain/peers/paired-hall.ts';
import type { Log } from '../plumbing/index.ts';
import { Dialler } from './dialler.ts';
import type { Identity } from './identity.ts';
import { closeCodes, holdLink, type Link } from './link.ts';

type Line = { dialler: Dialler | null; link: Link | null; fault: Fault | null };

/** What a window sees of a link. */
export type LinkShown = Omit<PeerShown, 'probe' | 'measured' | 'probeFault'>;

/** One link to each paired hall, at most. The hall that joined dials; of two links the newer one stands. */
export type Links = Readonly<{
  /** Begins with what is paired now: dials new halls, lets removed ones go. */
  refresh(): void;
  /** A paired hall has come in through the listener, by this one of its keys. */
  accept(socket: WebSocket, peerId: HallPeerId, keyId: HallPeerId): void;
  isUp(peerId: HallPeerId): boolean;
  /** False when the link is down: nothing is kept for later. */
  say(peerId: HallPeerId, frame: LinkFrame): boolean;
  /** Nothing more is received of that hall: its line is asked at once, and dialled anew where it does not answer. */
  doubt(peerId: HallPeerId): void;
  /** This hall was heard by another way than its link. */
  heard(peerId: HallPeerId): void;
  shown(): readonly LinkShown[];
  close(): void;
}>;

export type LinksOrder = Readonly<{
  /** The key of ours that a hall knows; undefined when it waited too long for that hall. */
  ownKey(keyId: HallPeerId): Identity | undefined;
  newestKey(): Identity;
  paired: Readonly<{ all(): readonly PairedHall[]; get(id: HallPeerId): PairedHall | undefined }>;
  hello(peerId: HallPeerId): LinkHello;
  onUp(peerId: HallPeerId, hello: LinkHello, keyId: HallPeerId): void;
  onDown(peerId: HallPeerId): void;
  onFrame(peerId: HallPeerId, frame: LinkFrame): void;
  onRefused(peerId: HallPeerId, why: string): void;
  onChanged(): void;
  log: Log;
}>;

/** Whether a link that was made when the hall was known as `before` may stand now. */
function isSameHall(before: PairedHall, now: PairedHall | undefined): boolean {
  if (now === undefined || !isSameAddress(before.address, now.address) || before.ownKeyId !== now.ownKeyId)
    return false;
  // A hall that renewed its key has one of the two in common with what it was.
  return before.ownId === now.ownId && pinsOf(before).some((pin) => pinsOf(now).includes(pin));
}

function isSameAddress(a: HallAddress | null, b: HallAddress | null): boolean {
  return a?.host === b?.host && a?.port === b?.port;
}

export function createLinks(order: LinksOrder): Links {
  const { paired, log } = order;
  const lines = new Map<HallPeerId, Line>();
  let isClosed = false;

  function hold(peerId: HallPeerId, line: Line, socket: WebSocket, keyId: HallPeerId): void {
    let own: Link | null = null;
    holdLink({
      socket,
      speaksFirst: line.dialler !== null,
      hello: () => order.hello(peerId),
      onUp(link, hello) {
        own = link;
        const before = line.link;
        line.link = link;
        line.dialler?.cameThrough();
        // The hall dialled anew, so its old line is dead even if this side has not noticed.
        before?.close(closeCodes.replaced, 'replaced');
        log.info({ peerId }, 'peer-link-up');
        order.onUp(peerId, hello, keyId);
        order.onChanged();
      },
      onFrame(frame) {
        if (line.link === own) order.onFrame(peerId, frame);
      },
      onRefused: (why) => order.onRefused(peerId, why),
      onClose() {
        const wasUp = own !== null && line.link === own;
        if (wasUp) line.link = null;
        if (lines.get(peerId) === line && line.link === null && !isClosed) line.dialler?.dial();
        if (!wasUp) return;
        log.info({ peerId }, 'peer-link-down');
        order.onDown(peerId);
        order.onChanged();
      },
      log,
    });
  }

  function newLine(hall: PairedHall): void {
    const line: Line = { dialler: null, link: null, fault: null };
    lines.set(hall.id, line);
    if (hall.address === null) return;
    line.dialler = new Dialler({
      address: hall.address,
      parties() {
        const peer = paired.get(hall.id);
        const identity = peer && order.ownKey(peer.ownKeyId);
        return peer && identity ? { peer, identity } : null;
      },
      onOpen: (socket, keyId) => hold(hall.id, line, socket, keyId),
      onFault(fault) {
        if (line.fault?.key === fault?.key) return;
        line.fault = fault;
        if (fault !== null) log.warn({ code: faultCode(fault.key), peerId: hall.id }, 'peer-not-let-in');
        order.onChanged();
      },
    });
    line.dialler.dial();
  }

  function letGo(peerId: HallPeerId, why: string): void {
    const line = lines.get(peerId);
    if (line === undefined) return;
    lines.delete(peerId);
    line.dialler?.stop();
    line.link?.close(closeCodes.removed, why);
  }

  const known = new Map<HallPeerId, PairedHall>();
  return {
    refresh() {
      for (const [id, hall] of known) {
        if (!isSameHall(hall, paired.get(id))) letGo(id, 'paired anew, removed or by a new key');
      }
      known.clear();
      for (const hall of paired.all()) {
        known.set(hall.id, hall);
        if (!lines.has(hall.id)) newLine(hall);
      }
      order.onChanged();
    },
    accept(socket, peerId, keyId) {
      const line = lines.get(peerId);
      // The side that dials is fixed at pairing, so that two halls never replace each other's links in a circle.
      if (line === undefined || line.dialler !== null) socket.close(closeCodes.wrongSide, 'this side dials');
      else hold(peerId, line, socket, keyId);
    },
    isUp: (peerId) => lines.get(peerId)?.link != null,
    say(peerId, frame) {
      const link = lines.get(peerId)?.link ?? null;
      link?.say(frame);
      return link !== null;
    },
    doubt: (peerId) => lines.get(peerId)?.link?.doubt(),
    heard: (peerId) => lines.get(peerId)?.link?.heard(),
    shown: () =>
      paired.all().map(({ id, court, hall, ownKeyId }) => {
        const line = lines.get(id);
        const isForgotten = order.ownKey(ownKeyId) === undefined;
        const isDialling = line?.dialler !== null && line?.fault === null && !isForgotten;
        return {
          id,
          court,
          hall,
          link: line?.link != null ? 'up' : isDialling ? 'dialling' : 'down',
          fault: isForgotten ? fault('peer.renewal-missed', {}) : (line?.fault ?? null),
          knowsKey: ownKeyId === order.newestKey().id,
        };
      }),
    close() {
      isClosed = true;
      for (const id of [...lines.keys()]) letGo(id, 'hall closes');
    },
  };
}
