/** So many beats without a datagram, before the first one ever came and after it: a second, and less than the second after which a window gives its connection up. */
const shutAfterBeats = { first: 5, later: 3 } as const;
/** So many beats in a row must have been answered before a way is believed again while another one carries: two seconds. */
const openAfterBeats = 10;
/** One beat without an answer between two with one is what a loss or a late timer leaves. */
const forgivenBeats = 1;

/** Judges by what comes over UDP, beat by beat, whether the way of a call is open both ways. A clock that stood still counts one beat only. */
export type PathSight = Readonly<{
  /** `hello`: what the other one says of itself, whether it hears this hall; null for a datagram that says nothing of it. */
  came(hello: 'heard' | 'unheard' | null): void;
  /** Once every beat; what has changed with it. `isSpare`: another way carries, and there is no hurry back. */
  beat(isSpare: boolean): 'shut' | 'open' | null;
  /** Whether anything came lately. */
  isHearing(): boolean;
}>;

/** `isDoubted`: the way was shut before, and is until it answers. */
export function createPathSight(isDoubted: boolean): PathSight {
  let [hasCome, isUnheard] = [false, false];
  let [wasEverGood, isShut] = [false, isDoubted];
  let [goodBeats, badBeats] = [0, 0];
  let silentBeats: number = shutAfterBeats.later;

  return {
    came(hello) {
      hasCome = true;
      if (hello !== null) isUnheard = hello === 'unheard';
    },
    beat(isSpare) {
      const isGood = hasCome && !isUnheard;
      silentBeats = hasCome ? 0 : silentBeats + 1;
      badBeats = isGood ? 0 : badBeats + 1;
      goodBeats = isGood ? goodBeats + 1 : badBeats > forgivenBeats ? 0 : goodBeats;
      wasEverGood ||= isGood;
      hasCome = false;
      if (!isShut && badBeats >= (wasEverGood ? shutAfterBeats.later : shutAfterBeats.first)) {
        isShut = true;
        return 'shut';
      }
      if (isShut && goodBeats >= (isSpare ? openAfterBeats : 1)) {
        isShut = false;
        return 'open';
      }
      return null;
    },
    isHearing: () => silentBeats < shutAfterBeats.later,
  };
}
