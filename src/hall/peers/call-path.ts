import type { CallSignalled } from '#contract/peers.ts';
import type { HallPeerId } from '#domain/ids.ts';
import type { CallEpoch } from '#domain/peers/call.ts';
import type { MediaPaths } from './media-paths.ts';

export type CallPathOrder = Readonly<{
  peerId: HallPeerId;
  /** A way for the windows' datagrams through the services; `onOpen` is given the port of 127.0.0.1 that leads there. */
  openPath(at: CallEpoch, onOpen: (port: number) => void): ReturnType<MediaPaths['open']>;
  /** For the window here. */
  give(signal: CallSignalled): void;
}>;

/** The way through the services, one for each epoch: beside those that the windows find by themselves, and there first after a cut. */
export type CallPath = Readonly<{
  /** Harmless when it is open already. */
  open(at: CallEpoch): void;
  /** The window knows by a verified description whom it leads to, and may have it. Again with each, because a page that describes itself anew knows nothing of the last one. */
  described(): void;
  close(): void;
}>;

export function createCallPath({ peerId, openPath, give }: CallPathOrder): CallPath {
  type Path = { readonly at: CallEpoch; port: number | null; close(): void };
  let path: Path | null = null;
  let isDescribed = false;

  function tell(): void {
    if (path?.port == null || !isDescribed) return;
    const { callId, epoch } = path.at;
    const candidate = { candidate: `candidate:1 1 udp 1 127.0.0.1 ${String(path.port)} typ host`, sdpMLineIndex: 0 };
    give({ peerId, callId, epoch, candidate });
  }

  return {
    open(at) {
      if (path !== null) return;
      const own: Path = { at, port: null, close: () => {} };
      path = own;
      own.close = openPath(at, (port) => {
        own.port = port;
        if (path === own) tell();
      });
    },
    described() {
      isDescribed = true;
      tell();
    },
    close() {
      isDescribed = false;
      path?.close();
      path = null;
    },
  };
}
