import type { Socket } from 'node:net';

/** So many connections may be without proof at once; one more costs the place of another. */
const mostStrangers = 64;
/** So long a connection may take to prove who it is, however slowly its bytes drip. */
const proofLimitMs = 3000;

/** Connections that have not yet proved who they are. */
export type Strangers = Readonly<{
  add(socket: Socket): void;
  /** TLS stands on this connection: it proved its key (`known`), or it is a joiner that will be asked for a code. */
  proved(
    ends: Readonly<{ remoteAddress?: string | undefined; remotePort?: number | undefined }>,
    as: 'known' | 'joiner',
  ): void;
}>;

/** `onShutOut` is told of each that had to go, by the address it came from. */
export function createStrangers(onShutOut: (address: string, why: string) => void): Strangers {
  const limits = new Map<Socket, NodeJS.Timeout>();

  /** The oldest connection of the address that has most: whoever crowds the port only pushes himself out. */
  function leastDeserving(): Socket | undefined {
    const counts = new Map<string, number>();
    for (const { remoteAddress = '' } of limits.keys()) counts.set(remoteAddress, (counts.get(remoteAddress) ?? 0) + 1);
    const most = Math.max(...counts.values());
    return [...limits.keys()].find(({ remoteAddress = '' }) => counts.get(remoteAddress) === most);
  }

  function forget(socket: Socket): void {
    clearTimeout(limits.get(socket));
    limits.delete(socket);
  }
  function shutOut(socket: Socket, why: string): void {
    // Its own close comes later; the next one that is taken in must not find it still counted.
    forget(socket);
    onShutOut(socket.remoteAddress ?? '', why);
    socket.destroy();
  }

  return {
    add(socket) {
      limits.set(
        socket,
        setTimeout(() => shutOut(socket, 'too slow'), proofLimitMs),
      );
      socket.once('close', () => forget(socket));
      const evicted = limits.size > mostStrangers ? leastDeserving() : undefined;
      if (evicted !== undefined) shutOut(evicted, 'too many at once');
    },
    proved({ remoteAddress, remotePort }, as) {
      const below = [...limits.keys()].find(
        (each) => each.remotePort === remotePort && each.remoteAddress === remoteAddress,
      );
      if (below === undefined) return;
      clearTimeout(limits.get(below));
      // A joiner keeps its place among the strangers for as long as it is asked, and may lose it to others.
      if (as === 'known') limits.delete(below);
    },
  };
}
