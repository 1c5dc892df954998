import { connect, createServer, type Socket } from 'node:net';

/** A cable between two halls that can be cut silently: what stands hangs, what is dialled gets no answer. It carries TCP only. */
export type Cable = Readonly<{
  port: number;
  cut(isCut: boolean): void;
  /** Ends everything that stands, as a router that starts anew does. */
  hangUp(): void;
  /** So much was carried, both ways. */
  carriedBytes(): number;
  close(): void;
}>;

/** From a port of 127.0.0.1 to another. */
export async function startCable(port: number, toPort: number): Promise<Cable> {
  let isCut = false;
  let carriedBytes = 0;
  const sockets = new Set<Socket>();
  const server = createServer((here) => {
    const there = connect(toPort, '127.0.0.1');
    for (const [from, to] of [
      [here, there],
      [there, here],
    ] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
      from.on('data', (bytes) => {
        carriedBytes += bytes.length;
        to.write(bytes);
      });
      if (isCut) from.pause();
    }
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    port,
    cut(isNowCut) {
      isCut = isNowCut;
      for (const socket of sockets)
        if (isCut) socket.pause();
        else socket.resume();
    },
    hangUp() {
      for (const socket of sockets) socket.destroy();
    },
    carriedBytes: () => carriedBytes,
    close: () => void server.close(),
  };
}
