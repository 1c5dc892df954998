import type { HearingId, TrackId } from '#domain/ids.ts';
import type { AtUs } from '#domain/record/timeline.ts';
import type { HeardSound } from '#domain/signal.ts';

export const mixRate = 48_000;
/** The longest read-back by one touch is a minute; it begins with the key picture before. */
const keptS = 75;
/** Container times are whole milliseconds: within this, sound goes on where the last ended. */
const goesOnWithin = 0.01 * mixRate;
/** Below this a voice is not touched; above it several at once are bent under full scale. */
const bentFrom = 0.7;

/** A stretch of the mix: of these tracks, its first sample on the hearing's line. */
export type Settled = Readonly<{
  hearingId: HearingId;
  tracks: readonly TrackId[];
  from: number;
  samples: Int16Array;
}>;

const usOf = (sample: number): AtUs => (sample * 1e6) / mixRate;

/**
 * The last minute of all microphones, mixed as they are decoded for the alarms, so that the last words can be heard again
 * at once. Positions are samples of the hearing's line. Never more than the record on disk holds.
 */
export class RecentMix {
  readonly #ring = new Float32Array(keptS * mixRate);
  readonly #tracks = new Map<TrackId, { from: number; to: number }>();
  #hearingId: HearingId | null = null;
  /** Behind this nothing was heard yet, and what stands in the ring is old. */
  #clearTo = 0;

  hear({ hearingId, trackId, atUs, samples }: HeardSound): void {
    if (hearingId !== this.#hearingId) this.forget();
    this.#hearingId = hearingId;
    const given = Math.max(0, Math.round((atUs * mixRate) / 1e6));
    const known = this.#tracks.get(trackId);
    const from = known !== undefined && Math.abs(given - known.to) < goesOnWithin ? known.to : given;
    // What is older than the ring is long, or was heard before, comes too late to be added.
    if (from + this.#ring.length < this.#clearTo + samples.length || (known !== undefined && from < known.to)) return;
    this.#clear(from + samples.length);
    let place = from % this.#ring.length;
    for (let at = 0; at < samples.length; at += 1) {
      this.#ring[place] = (this.#ring[place] ?? 0) + (samples[at] ?? 0);
      place = place + 1 === this.#ring.length ? 0 : place + 1;
    }
    const isWhole = known !== undefined && from === known.to;
    this.#tracks.set(trackId, { from: isWhole ? known.from : from, to: from + samples.length });
  }

  /**
   * What can be laid by for good: from sample `from` on (or as early as all tracks are held) up to `behindS` before the
   * newest sound, so that a track which comes a little later is in it. Null while that is less than a second.
   */
  settled(from: number, behindS: number): Settled | null {
    const tracks = [...this.#tracks.keys()];
    const held = [...this.#tracks.values()];
    const until = Math.max(0, ...held.map(({ to }) => to)) - behindS * mixRate;
    const earliest = Math.max(from, this.#clearTo - this.#ring.length + 1);
    const begin = Math.max(earliest, ...held.filter(({ to }) => to > earliest).map((each) => each.from));
    if (this.#hearingId === null || until - begin < mixRate) return null;
    const samples = this.read(this.#hearingId, tracks, usOf(begin), usOf(until));
    return samples === null ? null : { hearingId: this.#hearingId, tracks, from: begin, samples };
  }

  forget(): void {
    this.#tracks.clear();
    this.#hearingId = null;
    this.#clearTo = 0;
    this.#ring.fill(0);
  }

  /**
   * What these tracks and no others gave from `fromUs` on, as far as all of them were heard, 16 bits a sample. Null where
   * the mix does not hold all of it: another hearing, longer ago, a hole, or somebody else's voice in it.
   */
  read(hearingId: HearingId, tracks: readonly TrackId[], fromUs: AtUs, toUs: AtUs): Int16Array | null {
    const [from, asked] = [fromUs, toUs].map((us) => Math.round((us * mixRate) / 1e6)) as [number, number];
    const isMixed = tracks.length === this.#tracks.size && tracks.every((trackId) => this.#tracks.has(trackId));
    if (hearingId !== this.#hearingId || !isMixed || tracks.length === 0) return null;
    // Who left the line before is not waited for.
    const heard = [...this.#tracks.values()].filter((each) => each.to > from);
    const to = Math.min(asked, ...heard.map((each) => each.to));
    const isHeld = heard.every((each) => each.from <= from) && from > this.#clearTo - this.#ring.length;
    if (!isHeld || heard.length === 0 || to <= from) return null;
    const ring = this.#ring;
    const samples = new Int16Array(to - from);
    // Somebody waits for it: by a plain loop a million samples are ready in a fraction of the time.
    let place = from % ring.length;
    for (let at = 0; at < samples.length; at += 1) {
      const value = ring[place] ?? 0;
      samples[at] = (value < bentFrom && value > -bentFrom ? value : bent(value)) * 32_767;
      place = place + 1 === ring.length ? 0 : place + 1;
    }
    return samples;
  }

  #clear(to: number): void {
    const length = this.#ring.length;
    const from = Math.max(this.#clearTo, to - length);
    if (to <= from) return;
    const [first, last] = [from % length, to % length];
    if (first < last) this.#ring.fill(0, first, last);
    else {
      this.#ring.fill(0, first);
      this.#ring.fill(0, 0, last);
    }
    this.#clearTo = to;
  }
}

function bent(value: number): number {
  const over = (Math.abs(value) - bentFrom) / (1 - bentFrom);
  return Math.sign(value) * (bentFrom + (1 - bentFrom) * Math.tanh(over));
}
