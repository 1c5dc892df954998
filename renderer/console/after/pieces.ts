import type { Lane } from '#contract/hall.ts';

/** One uninterrupted recorded run of a track; its playable copy begins at zero at `fromUs`. */
export type Piece = Lane['pieces'][number];
/** From `fromUs` up to, not including, `toUs`, on the hearing's line. */
export type Stretch = Readonly<{ fromUs: number; toUs: number }>;

/** The piece that was being recorded at a moment, or null where the track has nothing. */
export function pieceAt(pieces: readonly Piece[], atUs: number): Piece | null {
  return pieces.find((piece) => piece.fromUs <= atUs && atUs < piece.toUs) ?? null;
}

/** A camera needs a moment to open: its first picture stands for the moment before it. */
const soonUs = 2_000_000;

/** What a standing player shows: the piece of this moment, or one that begins within two seconds. */
export function pieceSeenAt(pieces: readonly Piece[], atUs: number): Piece | null {
  return pieceAt(pieces, atUs) ?? pieces.find((piece) => piece.fromUs > atUs && piece.fromUs - atUs <= soonUs) ?? null;
}

/** Where at least one track can be played, ascending, joined where the hole is at most `joinUs`. */
export function playableStretches(lanes: readonly Pick<Lane, 'pieces'>[], joinUs = 100_000): readonly Stretch[] {
  const pieces = lanes
    .flatMap((lane) => lane.pieces)
    .filter((piece) => piece.url !== null && piece.toUs > piece.fromUs)
    .toSorted((a, b) => a.fromUs - b.fromUs);
  const joined: { fromUs: number; toUs: number }[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (last !== undefined && piece.fromUs <= last.toUs + joinUs) last.toUs = Math.max(last.toUs, piece.toUs);
    else joined.push({ fromUs: piece.fromUs, toUs: piece.toUs });
  }
  return joined;
}

/** The moment itself where something can be played, else the start of what comes next; null after the last. */
export function playableFrom(stretches: readonly Stretch[], atUs: number): number | null {
  const next = stretches.find((stretch) => atUs < stretch.toUs);
  return next === undefined ? null : Math.max(atUs, next.fromUs);
}

/** The unrecorded stretches between and around what is recorded, for hatching. */
export function holesOf(pieces: readonly Stretch[], lengthUs: number, atLeastUs = 0): readonly Stretch[] {
  const holes: Stretch[] = [];
  let reachedUs = 0;
  for (const piece of pieces.toSorted((a, b) => a.fromUs - b.fromUs)) {
    if (piece.fromUs - reachedUs > atLeastUs) holes.push({ fromUs: reachedUs, toUs: piece.fromUs });
    reachedUs = Math.max(reachedUs, piece.toUs);
  }
  if (lengthUs - reachedUs > atLeastUs) holes.push({ fromUs: reachedUs, toUs: lengthUs });
  return holes;
}

/** Tracks that are heard: the soloed ones when there are any, else all that are not muted. */
export function heardTracks<Id>(
  tracks: readonly Id[],
  muted: ReadonlySet<Id>,
  soloed: ReadonlySet<Id>,
): ReadonlySet<Id> {
  return new Set(tracks.filter((track) => (soloed.size > 0 ? soloed.has(track) : !muted.has(track))));
}
