import { fault, type Fault } from '#domain/faults.ts';
import { keyState } from '#domain/peers/renewal.ts';
import type { Rooms } from './rooms.ts';

/** Kazakhstan keeps one offset all year round since March 2024. */
const offsetMs = 5 * 3_600_000;

function dateThere(wallMs: number): string {
  const there = new Date(wallMs + offsetMs);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(there.getUTCDate())}.${two(there.getUTCMonth() + 1)}.${String(there.getUTCFullYear())}`;
}

/** Call it every second: tells weeks ahead that this hall's key ends, because after that no other hall lets it in. */
export function watchKey({ clock, peers, alarms }: Pick<Rooms, 'clock' | 'peers' | 'alarms'>): () => void {
  let told: Fault | null = null;
  return () => {
    const due = endOfKey(peers.ownKey(), clock.wallMs());
    // Told once, so that it stays away when a person took it off with a reason.
    if (JSON.stringify(due) === JSON.stringify(told)) return;
    if (told !== null) alarms.clear(told);
    if (due !== null) alarms.raise(due);
    told = due;
  };
}

function endOfKey(own: ReturnType<Rooms['peers']['ownKey']>, nowMs: number): Fault | null {
  if (own === null) return null;
  switch (keyState(own.endsAtMs, nowMs)) {
    case 'good':
      return null;
    case 'ending':
      return fault('peer.key-ending', { date: dateThere(own.endsAtMs) });
    case 'over':
      return fault('peer.key-over', {});
  }
}
