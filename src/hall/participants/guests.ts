import type { Socket } from 'node:net';

/** So many connections may be open at once, in all and of one address; an institution's people may share one. */
const most = { inAll: 256, ofAddress: 40 } as const;
/** A page is a few files; whoever asks for more than that waits. */
const requests = { burst: 60, perSecond: 10, addresses: 1000 } as const;

/** The connections of browsers, which may be anybody's. */
export type Guests = Readonly<{
  /** One too many costs the place of another, or its own. */
  add(socket: Socket): void;
  /** On this connection somebody has said the code word: others never cost its place. */
  known(ends: Readonly<{ address: string; remotePort: number | undefined }>): void;
  /** False: this address asks too much. */
  mayAsk(address: string): boolean;
  closeAll(): void;
}>;

/** `nowMs` is any clock in ms; `onShutOut` is told of each connection that had to go, by its address. */
export function createGuests({
  nowMs,
  onShutOut,
}: Readonly<{ nowMs(): number; onShutOut(address: string): void }>): Guests {
  const strangers = new Set<Socket>();
  const knownOnes = new Set<Socket>();
  const allowances = new Map<string, Readonly<{ left: number; atMs: number }>>();
  const ofAddress = (address: string | undefined): readonly Socket[] =>
    [...strangers].filter(({ remoteAddress }) => remoteAddress === address);

  /** The oldest stranger of the address that has most: whoever crowds the port only pushes himself out. */
  function leastDeserving(): Socket | undefined {
    const crowds = [...new Set([...strangers].map(({ remoteAddress }) => remoteAddress))].map(ofAddress);
    return crowds.sort((a, b) => b.length - a.length)[0]?.[0];
  }
  function shutOut(socket: Socket): void {
    strangers.delete(socket);
    onShutOut(socket.remoteAddress ?? '');
    socket.destroy();
  }
  return {
    add(socket) {
      strangers.add(socket);
      socket.once('close', () => {
        strangers.delete(socket);
        knownOnes.delete(socket);
      });
      const own = ofAddress(socket.remoteAddress);
      const leaving =
        own.length > most.ofAddress
          ? own[0]
          : strangers.size + knownOnes.size > most.inAll
            ? leastDeserving()
            : undefined;
      if (leaving !== undefined) shutOut(leaving);
    },
    known({ address, remotePort }) {
      const below = ofAddress(address).find((each) => each.remotePort === remotePort);
      if (below === undefined) return;
      strangers.delete(below);
      knownOnes.add(below);
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
      for (const socket of [...strangers, ...knownOnes]) socket.destroy();
    },
  };
}
