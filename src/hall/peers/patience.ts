/** How many refused handshakes of one address are looked at in a while; beyond that its connections are not even read. */
const most = { refusals: 10, withinMs: 10_000, addresses: 1000 } as const;

/** Remembers who was refused lately. `nowMs` is any clock in ms. */
export function createPatience(
  nowMs: () => number,
): Readonly<{ refused(address: string): void; isTried(address: string): boolean }> {
  const refusals = new Map<string, number[]>();
  const lately = (address: string): number[] => {
    const times = (refusals.get(address) ?? []).filter((atMs) => atMs > nowMs() - most.withinMs);
    if (times.length === 0) refusals.delete(address);
    else refusals.set(address, times);
    return times;
  };
  return {
    refused(address) {
      refusals.set(address, [...lately(address).slice(-most.refusals), nowMs()]);
      const oldest = refusals.keys().next();
      if (refusals.size > most.addresses && !oldest.done) refusals.delete(oldest.value);
    },
    isTried: (address) => lately(address).length >= most.refusals,
  };
}
