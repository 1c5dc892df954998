import { open, type FileHandle } from 'node:fs/promises';
import type { Lamp, TrackLamp } from '#contract/papers.ts';
import type { SeatId, TrackId } from '#domain/ids.ts';
import { scanChunks, type WholeChunk } from '#domain/record/chunk.ts';
import type { AtUs } from '#domain/record/timeline.ts';
import { isSecondTrack, secondTrackOf } from '#domain/seats.ts';

const largestReadBytes = 16 * 1024 * 1024;
/** Sound of some seconds: most looks at most tracks find less. */
const usualReadBytes = 64 * 1024;
/** A disk that does not answer shows nothing new: the lamp must go out by itself, not wait for it. */
const answerLimitMs = 400;

/** What the tail of a chunk log holds, from its bytes on disk alone. */
export type TailSight = Readonly<{
  lengthBytes: number;
  firstAtUs: AtUs | null;
  /** Capture time of the newest whole frame; null while there is none. */
  writtenToUs: AtUs | null;
  /** A chunk that is damaged or out of order stands in the file: nothing behind it counts. */
  isBroken: boolean;
}>;

/**
 * Reads what was added to one chunk log since the last look, through a file descriptor of its own, and believes only
 * chunks whose structure, crc and number are right. A chunk that is still being written is looked at again.
 */
export class TailReader {
  readonly path: string;
  readonly #found: (chunk: WholeChunk, bytes: Uint8Array) => void;
  readonly #usual = Buffer.alloc(usualReadBytes);
  #handle: FileHandle | null = null;
  #reading: Promise<void> | null = null;
  #nextSeq = 0;
  #sight: TailSight = { lengthBytes: 0, firstAtUs: null, writtenToUs: null, isBroken: false };

  /** `found` is handed each whole chunk once; its bytes are its own. */
  constructor(path: string, found: (chunk: WholeChunk, bytes: Uint8Array) => void = () => {}) {
    this.path = path;
    this.#found = found;
  }

  /** Never rejects: a file that cannot be read shows nothing new. */
  async look(): Promise<TailSight> {
    if (this.#sight.isBroken) return this.#sight;
    this.#reading ??= this.#read().finally(() => {
      this.#reading = null;
    });
    let limit: NodeJS.Timeout | undefined;
    const isLate = new Promise<void>((resolve) => {
      limit = setTimeout(resolve, answerLimitMs);
    });
    await Promise.race([this.#reading, isLate]);
    clearTimeout(limit);
    return this.#sight;
  }

  async #read(): Promise<void> {
    try {
      this.#handle ??= await open(this.path, 'r');
      const from = this.#sight.lengthBytes;
      const { bytesRead } = await this.#handle.read(this.#usual, 0, usualReadBytes, from);
      if (bytesRead > 0 && bytesRead < usualReadBytes) {
        this.#take(Buffer.from(this.#usual.subarray(0, bytesRead)));
        return;
      }
      const { size } = await this.#handle.stat();
      if (size < from) this.#sight = { ...this.#sight, isBroken: true };
      const wanted = Math.min(size - from, largestReadBytes);
      if (wanted <= 0) return;
      const bytes = Buffer.alloc(wanted);
      const read = await this.#handle.read(bytes, 0, wanted, from);
      this.#take(bytes.subarray(0, read.bytesRead));
    } catch {
      // Not there yet, or not readable now: the lamp goes out by the age of what was seen last.
    }
  }

  async close(): Promise<void> {
    await this.#handle?.close().catch(() => undefined);
    this.#handle = null;
  }

  #take(bytes: Uint8Array): void {
    for (const chunk of scanChunks(bytes)) {
      if (chunk.state === 'torn') return;
      if (chunk.state === 'damaged' || chunk.header.seq !== this.#nextSeq) {
        this.#sight = { ...this.#sight, isBroken: true };
        return;
      }
      this.#nextSeq += 1;
      this.#found(chunk, bytes.subarray(chunk.offsetBytes, chunk.offsetBytes + chunk.lengthBytes));
      const isMedia = chunk.header.kind === 'media';
      this.#sight = {
        isBroken: false,
        lengthBytes: this.#sight.lengthBytes + chunk.lengthBytes,
        firstAtUs: isMedia ? (this.#sight.firstAtUs ?? chunk.header.firstAtUs) : this.#sight.firstAtUs,
        writtenToUs: isMedia
          ? Math.max(this.#sight.writtenToUs ?? chunk.header.lastAtUs, chunk.header.lastAtUs)
          : this.#sight.writtenToUs,
      };
    }
  }
}

export type LampBounds = Readonly<{ writtenWithinMs: number; beginsWithinMs: number; lateWithinMs: number }>;

/**
 * One track as it was seen; `wantedSinceUs`: since when it should be written; null while there is nothing to be written,
 * as of a hall to which the link is down.
 */
export type SeenTrack = Readonly<{
  trackId: TrackId;
  seatId: SeatId;
  kind: 'camera' | 'microphone';
  wantedSinceUs: AtUs | null;
  sight: TailSight;
  newestUs: AtUs | null;
  /** Since when its bytes do not decode; null while they do. */
  undecodedFromUs: AtUs | null;
  lengthBytes: number;
}>;

/** The lamp of one track at a moment; never from intention, only from what was re-read. */
export function trackLampOf(seen: SeenTrack, nowUs: AtUs, bounds: LampBounds): TrackLamp {
  const { trackId, seatId, kind, wantedSinceUs, lengthBytes } = seen;
  // What does not decode is not written.
  const newestUs = seen.newestUs && Math.min(seen.newestUs, seen.undecodedFromUs ?? seen.newestUs);
  const place = { trackId, seatId, kind, writtenToUs: newestUs, lengthBytes };
  if (wantedSinceUs === null) return { ...place, state: 'off', lagMs: null };
  const hasBegun = newestUs !== null && newestUs >= wantedSinceUs;
  const lagMs = (nowUs - (hasBegun ? newestUs : wantedSinceUs)) / 1000;
  const isLate = lagMs > bounds.writtenWithinMs;
  const isStopped = lagMs > (hasBegun ? bounds.lateWithinMs : bounds.beginsWithinMs) || seen.sight.isBroken;
  const state = isStopped ? 'stopped' : !hasBegun ? 'starting' : isLate ? 'late' : 'written';
  return { ...place, state, lagMs: newestUs === null ? null : Math.round(lagMs) };
}

/** One lamp a seat: a seat with two ways to its sound is written as long as the better of them is. */
export function lampsBySeat(tracks: readonly TrackLamp[]): readonly TrackLamp[] {
  return tracks
    .filter(({ trackId }) => !isSecondTrack(trackId))
    .map((chief) => {
      const second = tracks.find(({ trackId }) => trackId === secondTrackOf(chief.seatId));
      if (second === undefined || goodness.indexOf(second.state) >= goodness.indexOf(chief.state)) return chief;
      return { ...second, trackId: chief.trackId };
    });
}
const goodness: readonly TrackLamp['state'][] = ['written', 'starting', 'late', 'stopped', 'off'];

/**
 * The whole lamp: `recording` only while every track is written. `joined` came while others were written: until it is
 * written itself it changes nothing, and one that stops is trouble as any other.
 */
export function lampOf(
  tracks: readonly TrackLamp[],
  elapsedMs: number,
  joined: ReadonlySet<TrackId> = new Set(),
): Lamp {
  const counted = tracks.filter(
    ({ state, trackId }) => !(joined.has(trackId) && (state === 'off' || state === 'starting')),
  );
  const states = new Set(counted.map((track) => track.state));
  const state =
    tracks.length === 0
      ? 'off'
      : states.has('late') || states.has('stopped')
        ? 'trouble'
        : states.has('starting')
          ? 'starting'
          : 'recording';
  const sick = counted.filter((track) => track.state !== 'written');
  const worst = sick.toSorted((a, b) => badness(b) - badness(a))[0]?.trackId ?? null;
  return { state, elapsedMs, tracks, worst };
}

/** A track that never wrote a frame is worse than one that is merely behind. */
function badness(track: TrackLamp): number {
  return (track.state === 'stopped' ? 2e9 : track.state === 'late' ? 1e9 : 0) + Math.min(track.lagMs ?? 5e8, 5e8);
}
