import type { WebSocket } from 'ws';
import { holdDatagramStream, type DatagramStream } from './datagram-stream.ts';

/** A dial that hangs in a cable which was cut is not waited for; more of them at once would only keep busy halls from answering any. */
const dialEveryMs = 1000;
const mostDials = 3;
/** A first dial that comes through so soon means that only UDP is shut. */
const promptMs = 400;
/** After a longer silence, as a cut cable leaves it, UDP is given the time of two beats to answer first. */
const hesitateMs = 450;

export type SpareWayOrder = Readonly<{
  /** Null: the other hall dials. Comes null when it does not come up. */
  dial: (() => Promise<WebSocket | null>) | null;
  /** Whether the link to that hall stands: without it nobody is there to be dialled. */
  isUp(): boolean;
  onDatagram(bytes: Buffer): void;
  /** From now on what is sent goes this way, or no longer. */
  onTurned(isSpare: boolean): void;
}>;

/** The way of one epoch of a call over a TLS connection of its own, for as long as UDP is shut. */
export type SpareWay = Readonly<{
  /** What is seen of UDP, by the hall that dials. */
  need(isNeeded: boolean): void;
  /** The other hall has dialled. */
  arrived(socket: WebSocket): void;
  send(datagram: Uint8Array): void;
  close(): void;
}>;

export function createSpareWay({ dial, isUp, onDatagram, onTurned }: SpareWayOrder): SpareWay {
  let stream: DatagramStream | null = null;
  let isTurned = false;
  let neededSinceMs: number | null = null;
  let dials = 0;
  let dialling: NodeJS.Timeout | null = null;
  let hesitation: NodeJS.Timeout | null = null;

  function turn(isSpare: boolean): void {
    if (isTurned === isSpare) return;
    isTurned = isSpare;
    onTurned(isSpare);
  }

  function hold(socket: WebSocket): DatagramStream {
    stream?.close();
    const own: DatagramStream = holdDatagramStream({
      socket,
      onDatagram: (bytes) => onDatagram(bytes),
      onBegun() {
        if (stream === own && dial === null) turn(true);
      },
      onClosed() {
        if (stream !== own) return;
        stream = null;
        turn(false);
      },
    });
    stream = own;
    return own;
  }

  function calm(): void {
    if (dialling !== null) clearInterval(dialling);
    if (hesitation !== null) clearTimeout(hesitation);
    [dialling, hesitation] = [null, null];
  }

  function begin(own: DatagramStream): void {
    if (stream !== own) return;
    own.begin();
    turn(true);
  }

  /** Asked anew after every wait. */
  function stillNeededSinceMs(): number | null {
    return stream === null ? neededSinceMs : null;
  }

  async function tryOnce(): Promise<void> {
    if (dial === null || stream !== null || dials >= mostDials || !isUp()) return;
    dials += 1;
    const socket = await dial();
    dials -= 1;
    if (socket === null) return;
    const sinceMs = stillNeededSinceMs();
    if (sinceMs === null) {
      socket.terminate();
      return;
    }
    const own = hold(socket);
    if (performance.now() - sinceMs <= promptMs) begin(own);
    else hesitation = setTimeout(() => begin(own), hesitateMs);
  }

  function letGo(): void {
    neededSinceMs = null;
    calm();
    const leaving = stream;
    stream = null;
    leaving?.close();
    turn(false);
  }

  return {
    need(isNeeded) {
      if (!isNeeded) letGo();
      else if (neededSinceMs === null) {
        neededSinceMs = performance.now();
        void tryOnce();
        dialling = setInterval(() => void tryOnce(), dialEveryMs);
      }
    },
    arrived: (socket) => void hold(socket),
    send: (datagram) => stream?.send(datagram),
    close: letGo,
  };
}
