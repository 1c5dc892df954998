import type { WebSocket } from 'ws';
import { uplinkChannel, type UplinkChannel } from './chunks.ts';

/** One picture socket as the room behind it sees it: the api owns the socket, the room what goes through it. */
export type PictureChannel = UplinkChannel &
  Readonly<{
    sendBinary(bytes: Uint8Array): void;
    /** What was given to it and did not leave yet. */
    waitingBytes(): number;
    /** L5: at once, with whatever still waits in it. */
    end(): void;
  }>;

/** Wraps a socket of /v1/pictures. Sending into a closed socket is no error: `onClose` tells. */
export function pictureChannel(socket: WebSocket): PictureChannel {
  return {
    ...uplinkChannel(socket),
    sendBinary: (bytes) => socket.send(bytes, () => {}),
    waitingBytes: () => socket.bufferedAmount,
    end: () => socket.terminate(),
  };
}
