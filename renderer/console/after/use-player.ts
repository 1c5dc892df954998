import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Lane } from '#contract/hall.ts';
import { createPlayer, type Player, type PlayerShown } from './player.ts';

/** One player for the life of the calling component; `onLost` when a copy can no more be fetched (its address runs out). */
export function usePlayer(lanes: readonly Lane[], startUs: number, onLost: (atUs: number) => void): Player {
  const [player] = useState(() =>
    createPlayer({
      lanes,
      startUs,
      makeAudio: () => {
        const audio = new Audio();
        audio.preload = 'auto';
        return audio;
      },
      onLost,
    }),
  );
  useEffect(() => player.run(), [player]);
  return player;
}

/** One thing that the player shows; the caller is drawn anew only when that thing changes. */
export function useShown<Key extends keyof PlayerShown>(player: Player, key: Key): PlayerShown[Key] {
  return useSyncExternalStore(player.subscribe, () => player.shown()[key]);
}
