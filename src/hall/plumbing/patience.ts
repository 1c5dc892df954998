/** How many refused handshakes of one address are looked at in a while; beyond that its connections are not even read. */
const most = { refusals: 10, withinMs: 10_000, addresses: 1000 } as const;
/** Who came through before may share an address with a stranger: there every second is looked at anew. */
const knownWithinMs = 1000;

export type Patience = Readonly<{
  refused(address: string): void;
  /** Somebody has proved from here who it is. */
  welcomed(address: string): void;
  isTried(address: string): boolean;
}>;

/** Remembers who was refused lately. `nowMs` is any clock in ms. */
export function createPatience(nowMs: () => number): Patience {
  const refusals = new Map<string, number[]>();
  const known = new Set<string>();
  const forgetOldest = (addresses: Map<string, unknown> | Set<string>): void => {
    const oldest = addresses.keys().next();
    if (addresses.size > most.addresses && !oldest.done) addresses.delete(oldest.value);
  };
  const lately = (address: string): number[] => {
    const sinceMs = nowMs() - (known.has(address) ? knownWithinMs : most.withinMs);
    const times = (refusals.get(address) ?? []).filter((atMs) => atMs > sinceMs);
    if (times.length === 0) refusals.delete(address);
    else refusals.set(address, times);
    return times;
  };
  return {
    refused(address) {
      refusals.set(address, [...lately(address).slice(-most.refusals), nowMs()]);
      forgetOldest(refusals);
    },
    welcomed(address) {
      known.delete(address);
      known.add(address);
      forgetOldest(known);
    },
    isTried: (address) => lately(address).length >= most.refusals,
  };
}
