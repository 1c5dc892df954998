import { waitLeftS } from '#domain/people.ts';

/** So many addresses are remembered; the one that tried longest ago gives way. */
const mostAddresses = 1000;

/** Wrong links and words by address: whoever guesses over many links waits as long as who guesses at one. */
export type TriedAddresses = Readonly<{
  /** Whole seconds until this address is looked at again; 0 for at once. */
  waitS(address: string): number;
  wrong(address: string): void;
  right(address: string): void;
}>;

/** `nowMs` is any clock in ms. */
export function createTriedAddresses(nowMs: () => number): TriedAddresses {
  const tried = new Map<string, Readonly<{ times: number; lastMs: number }>>();
  return {
    waitS(address) {
      const { times, lastMs } = tried.get(address) ?? { times: 0, lastMs: 0 };
      // People of one institution may share an address: the first few of them make nobody wait.
      return waitLeftS(times - 3, lastMs, nowMs());
    },
    wrong(address) {
      const { times } = tried.get(address) ?? { times: 0 };
      tried.delete(address);
      tried.set(address, { times: times + 1, lastMs: nowMs() });
      const oldest = tried.keys().next();
      if (tried.size > mostAddresses && !oldest.done) tried.delete(oldest.value);
    },
    right: (address) => void tried.delete(address),
  };
}
