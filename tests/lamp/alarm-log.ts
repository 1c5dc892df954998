import type { HallState } from '#contract/papers.ts';
import type { HallClient } from '#line/hall-client.ts';
import { seatOfTrack } from '#domain/seats.ts';
import type { TrackId } from '#domain/ids.ts';
import { hallCard, microphoneOf } from './full-court.ts';

/** One alarm as a window saw it, by this process's `performance.now`. */
export type SeenAlarm = Readonly<{ key: string; seat: string; fromMs: number; toMs: number }>;

/** Writes down which alarms stand and since when, and the newest state. */
export class AlarmLog {
  readonly #standing = new Map<string, SeenAlarm>();
  readonly #over: SeenAlarm[] = [];
  #state: HallState | null = null;

  constructor(hall: HallClient) {
    hall.on('state.changed', (state) => this.#take(state));
  }

  get state(): HallState | null {
    return this.#state;
  }

  /** All alarms so far; one that stands ends at Infinity. */
  all(): readonly SeenAlarm[] {
    return [...this.#over, ...this.#standing.values()];
  }

  /** Those of one seat; of the hall itself with ''. */
  of(seat: string): readonly SeenAlarm[] {
    return this.all().filter((alarm) => alarm.seat === seat);
  }

  #take(state: HallState): void {
    this.#state = state;
    const nowMs = performance.now();
    const present = new Set(state.alarms.map(({ id }) => id));
    for (const [id, alarm] of this.#standing) {
      if (present.has(id)) continue;
      this.#standing.delete(id);
      this.#over.push({ ...alarm, toMs: nowMs });
    }
    for (const { id, fault } of state.alarms) {
      if (this.#standing.has(id)) continue;
      const seat = seatNamed(fault.args);
      this.#standing.set(id, { key: fault.key, seat, fromMs: nowMs, toMs: Infinity });
    }
  }
}

/** A way to a whole interface names its device; what is of the hall itself has no seat. */
function seatNamed({ seat, track, device }: Readonly<Record<string, unknown>>): string {
  if (typeof seat === 'string') return seat;
  if (typeof track === 'string') return seatOfTrack(track as TrackId);
  const owner = hallCard.seats.find(
    (each) => device === each.device.label || device === `mic_${microphoneOf(each.id)}`,
  );
  return owner?.id ?? '';
}
