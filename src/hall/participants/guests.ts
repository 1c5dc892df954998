import type { Socket } from 'node:net';

/** So many connections may be open at once, in all and of one address; an institution's people may share one. */
const most = { inAll: 256, ofAddress: 40 } as const;
/** A page is a few files; whoever asks for more than that waits. */
const requests = { burst: 60, perSecond: 10, addresses: 1000 } as const;

/** The connections of browsers, which may be anybody's. */
export type Guests = Readonly<{
  /** False: there are too many already. */
  add(socket: Socket): boolean;
  /** False: this address asks too much. */
  mayAsk(address: string): boolean;
  closeAll(): void;
}>;

/** `nowMs` is any clock in ms. */
export function createGuests(nowMs: () => number): Guests {
  const sockets = new Set<Socket>();
  const allowances = new Map<string, Readonly<{ left: number; atMs: number }>>();
  return {
    add(socket) {
      const { remoteAddress } = socket;
      const sameAddress = [...sockets].filter((each) => each.remoteAddress === remoteAddress).length;
      if (sockets.size >= most.inAll || sameAddress >= most.ofAddress) return false;
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      return true;
    },
    mayAsk(address) {
      const now = nowMs();
      const { left, atMs } = allowances.get(address) ?? { left: requests.burst, atMs: now };
      const grown = Math.min(requests.burst, left + ((now - atMs) / 1000) * requests.perSecond);
      const isAllowed = grown >= 1;
      allowances.delete(address);
      allowances.set(address, { left: isAllowed ? grown - 1 : grown, atMs: now });
      const oldest = allowances.keys().next();
      if (allowances.size > requests.addresses && !oldest.done) allowances.delete(oldest.value);
      return isAllowed;
    },
    closeAll() {
      for (const socket of sockets) socket.destroy();
    },
  };
}
