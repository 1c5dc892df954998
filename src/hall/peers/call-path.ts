import type { CallSignalled } from '#contract/peers.ts';
import type { PartyId } from '#domain/ids.ts';
import type { CallEpoch, CallWay } from '#domain/peers/call.ts';
import type { PathEvents } from './media-paths.ts';

/**
 * So long the way through the services may take before the windows look for one by themselves: a second in which UDP is not
 * answered, and the dial of the spare way to the farthest court.
 */
const directAfterMs = 2500;
const mostHeld = 100;

export type CallPathOrder = Readonly<{
  peerId: PartyId;
  /** A way for the windows' datagrams through the services; returns what closes it. Null: to this one there is none. */
  openPath: ((at: CallEpoch, on: PathEvents) => () => void) | null;
  /** For the window here. */
  give(signal: CallSignalled): void;
  /** The way through the services is another one from now on. */
  turned(way: CallWay): void;
}>;

/**
 * How the windows find one another in an epoch: through the services, and where that does not carry in time by themselves. Not
 * both at once: Chromium closes a socket of the loopback that was asked to send to a network.
 */
export type CallPath = Readonly<{
  /** Harmless when it is open already. */
  open(at: CallEpoch): void;
  /** The window knows by a verified description whom it leads to, and may have it. Again with each, because a page that describes itself anew knows nothing of the last one. */
  described(): void;
  /** Both consoles have said yes: from now on it must carry in time. */
  wanted(): void;
  /** A candidate of the other window. */
  direct(signal: CallSignalled): void;
  connected(): void;
  close(): void;
}>;

export function createCallPath({ peerId, openPath, give, turned }: CallPathOrder): CallPath {
  type Path = { readonly at: CallEpoch; port: number | null; close(): void };
  let path: Path | null = null;
  const isAlwaysDirect = openPath === null;
  let [isDescribed, isWanted, isDirect] = [false, false, isAlwaysDirect];
  let held: CallSignalled[] = [];
  let patience: NodeJS.Timeout | null = null;
  let way: CallWay = 'straight';

  function tell(): void {
    if (path?.port == null || !isDescribed) return;
    const { callId, epoch } = path.at;
    const candidate = { candidate: `candidate:1 1 udp 1 127.0.0.1 ${String(path.port)} typ host`, sdpMLineIndex: 0 };
    give({ peerId, callId, epoch, candidate });
  }

  function wait(): void {
    if (!isDescribed || !isWanted) return;
    patience ??= setTimeout(() => {
      // What leads to the spare way would be spoilt, for a way of the same network that is shut.
      if (way === 'spare') return;
      isDirect = true;
      for (const signal of held.splice(0)) give(signal);
    }, directAfterMs);
  }

  function calm(): void {
    if (patience !== null) clearTimeout(patience);
  }

  return {
    open(at) {
      if (path !== null || openPath === null) return;
      const own: Path = { at, port: null, close: () => {} };
      path = own;
      own.close = openPath(at, {
        opened(port) {
          own.port = port;
          if (path === own) tell();
        },
        turned(next) {
          if (path !== own) return;
          way = next;
          turned(next);
        },
      });
    },
    described() {
      isDescribed = true;
      tell();
      wait();
    },
    wanted() {
      isWanted = true;
      wait();
    },
    direct(signal) {
      if (isDirect) give(signal);
      else if (held.length < mostHeld) held.push(signal);
    },
    connected: calm,
    close() {
      [isDescribed, isWanted, isDirect] = [false, false, isAlwaysDirect];
      held = [];
      calm();
      patience = null;
      const closing = path;
      path = null;
      way = 'straight';
      closing?.close();
    },
  };
}
