import type { WebSocket } from 'ws';

/** One chunk socket as the recorder room sees it: the api owns the socket, the recorder owns what is said. */
export type UplinkChannel = Readonly<{
  sendText(text: string): void;
  close(): void;
  onText(listener: (text: string) => void): void;
  onBinary(listener: (bytes: Buffer) => void): void;
  onClose(listener: () => void): void;
}>;

/** Wraps a socket of /v1/chunks. Sending into a closed socket is no error: the recorder's `onClose` tells. */
export function uplinkChannel(socket: WebSocket): UplinkChannel {
  socket.on('error', () => {});
  return {
    sendText: (text) => socket.send(text, () => {}),
    close: () => socket.close(),
    onText: (listener) =>
      void socket.on('message', (bytes: Buffer, isBinary) => {
        if (!isBinary) listener(bytes.toString('utf8'));
      }),
    onBinary: (listener) =>
      void socket.on('message', (bytes: Buffer, isBinary) => {
        if (isBinary) listener(bytes);
      }),
    onClose: (listener) => void socket.once('close', () => listener()),
  };
}
