import type { Segment } from '#domain/journal/entries.ts';
import type { Layout, Loose } from './file-layout.ts';

/**
 * A hurt place of one chunk log. Bytes are counted in the file as it lies; of what is no longer there
 * (`deleted`, `truncated`, `tail-cut`) they are where the record says it lay.
 */
export type Place = Readonly<{
  what: 'flipped' | 'deleted' | 'swapped' | 'truncated' | 'tail-cut' | 'replayed' | 'extra';
  /** The segment that is hurt; of inserted bytes the segment that they copy. */
  segment: Segment | null;
  firstSeq: number | null;
  lastSeq: number | null;
  fromByte: number;
  toByte: number;
  /** Whose bytes lie here instead. */
  intruder: Loose['chunk'];
}>;

/** Says in the fewest places how a file differs from what was journaled. */
export function diagnose(
  layout: Layout,
  segments: readonly Segment[],
  bounds: Readonly<{
    /** Bytes behind the last segment are accounted for: the epoch is still being written, or a hurt journal lost the entry. */
    isTailOpen: boolean;
    /** The journal lost entries: whole chunks of this file that no segment claims are no damage of the file. */
    hasLostSegments: boolean;
  }>,
): readonly Place[] {
  const places: Place[] = swappedPlaces(layout, segments);
  const used = new Set<Loose>();
  for (const segment of segments) {
    if (!layout.placed.has(segment)) places.push(...hurtPlaces(layout, segments, segment, used));
  }
  places.push(...strayPlaces(layout, segments, used, bounds));
  return merged(
    places.sort((a, b) => a.fromByte - b.fromByte),
    segments,
  );
}

/** Segments that are whole but not in their order. */
function swappedPlaces(layout: Layout, segments: readonly Segment[]): Place[] {
  const standing = segments.filter((segment) => layout.placed.has(segment));
  const at = (segment: Segment): number => layout.placed.get(segment) ?? 0;
  const ordered = longestAscending(standing.map(at)).map((index) => standing[index]);
  const moved = new Set(standing.filter((segment) => !ordered.includes(segment)));
  for (const segment of [...moved]) {
    // Of two neighbours that changed places either could be called the moved one: both are told.
    const jumpedOver = standing.filter(
      (other) => !moved.has(other) && other.segment < segment.segment !== at(other) < at(segment),
    );
    const [only] = jumpedOver;
    if (only !== undefined && jumpedOver.length === 1 && moved.size === 1) moved.add(only);
  }
  return [...moved].map((segment) => ({
    what: 'swapped',
    segment,
    firstSeq: segment.firstSeq,
    lastSeq: segment.lastSeq,
    fromByte: at(segment),
    toByte: at(segment) + segment.lengthBytes,
    intruder: null,
  }));
}

/** What became of a segment that is nowhere whole. */
function hurtPlaces(layout: Layout, segments: readonly Segment[], segment: Segment, used: Set<Loose>): Place[] {
  const isRest = ({ chunk }: Loose): boolean =>
    chunk !== null && chunk.isOwn && chunk.seq >= segment.firstSeq && chunk.seq <= segment.lastSeq;
  const slot = slotOf(layout, segments, segment);
  const inSlot = layout.loose.filter(
    (stretch) => stretch.at >= slot.from && stretch.at + stretch.lengthBytes <= slot.to,
  );
  const here = inSlot.filter((stretch) => isRest(stretch) && !used.has(stretch));
  // What lies in a hole of several segments is shared out among them by their lengths.
  const next = segments[segments.indexOf(segment) + 1];
  const sharesHole = next !== undefined && !layout.placed.has(next);
  const places: Place[] = [];
  let seq = segment.firstSeq;
  let from = slot.from;
  const closeHole = (nextSeq: number, to: number): void => {
    const between = inSlot.filter(
      (stretch) => stretch.at >= from && stretch.at < to && !used.has(stretch) && !isRest(stretch),
    );
    if (nextSeq <= seq) return;
    const filling = sharesHole && nextSeq > segment.lastSeq ? firstBytes(between, segment.lengthBytes) : between;
    for (const stretch of filling) used.add(stretch);
    const isAtEnd = to === layout.lengthBytes && inSlot.every((stretch) => stretch.at < from || used.has(stretch));
    places.push(holePlace(layout, segment, seq, nextSeq - 1, filling, isAtEnd ? layout.lengthBytes : from));
  };
  for (const stretch of here) {
    used.add(stretch);
    const own = stretch.chunk?.seq ?? seq;
    if (own < seq) continue;
    closeHole(own, stretch.at);
    seq = own + 1;
    from = stretch.at + stretch.lengthBytes;
  }
  closeHole(segment.lastSeq + 1, slot.to);
  if (places.length > 0) return places;
  // Every chunk is whole by its own crc and yet the bytes are others: somebody made the crc anew.
  const end = here.at(-1);
  return [
    {
      what: 'flipped',
      segment,
      firstSeq: segment.firstSeq,
      lastSeq: segment.lastSeq,
      fromByte: here[0]?.at ?? slot.from,
      toByte: end === undefined ? slot.to : end.at + end.lengthBytes,
      intruder: null,
    },
  ];
}

/** The first stretches that hold `lengthBytes` together. */
function firstBytes(stretches: readonly Loose[], lengthBytes: number): readonly Loose[] {
  let sum = 0;
  return stretches.filter((stretch) => {
    const isNeeded = sum < lengthBytes;
    sum += stretch.lengthBytes;
    return isNeeded;
  });
}

/** Chunks [firstSeq, lastSeq] of a segment are not there; `between` is what lies in their place. */
function holePlace(
  layout: Layout,
  segment: Segment,
  firstSeq: number,
  lastSeq: number,
  between: readonly Loose[],
  at: number,
): Place {
  const open = { segment, firstSeq, lastSeq, intruder: null };
  const [first] = between;
  const last = between.at(-1);
  const intruder = between.find((stretch) => stretch.chunk !== null);
  if (first !== undefined && last !== undefined) {
    const range = { fromByte: first.at, toByte: last.at + last.lengthBytes };
    if (intruder !== undefined) return { ...open, ...range, what: 'replayed', intruder: intruder.chunk };
    const recordedTo = segment.offsetBytes + segment.lengthBytes;
    const isCut = last.isTorn && layout.lengthBytes < recordedTo && lastSeq === segment.lastSeq;
    return isCut
      ? { ...open, what: 'truncated', fromByte: layout.lengthBytes, toByte: recordedTo }
      : { ...open, ...range, what: 'flipped' };
  }
  const isWhole = firstSeq === segment.firstSeq && lastSeq === segment.lastSeq;
  const range = isWhole
    ? { fromByte: segment.offsetBytes, toByte: segment.offsetBytes + segment.lengthBytes }
    : {
        fromByte: at,
        toByte: lastSeq === segment.lastSeq ? Math.max(at, segment.offsetBytes + segment.lengthBytes) : at,
      };
  if (at < layout.lengthBytes) return { ...open, ...range, what: 'deleted' };
  return { ...open, ...range, what: isWhole ? 'tail-cut' : 'truncated' };
}

/** Where a segment should lie between its neighbours as they really lie. */
function slotOf(
  layout: Layout,
  segments: readonly Segment[],
  segment: Segment,
): Readonly<{ from: number; to: number }> {
  const index = segments.indexOf(segment);
  const before = segments.slice(0, index).findLast((other) => layout.placed.has(other));
  const after = segments.slice(index + 1).find((other) => layout.placed.has(other));
  const from = before === undefined ? 0 : (layout.placed.get(before) ?? 0) + before.lengthBytes;
  const to = after === undefined ? layout.lengthBytes : (layout.placed.get(after) ?? 0);
  // Several hurt neighbours share one slot: each looks only from its own first chunk to the next one's.
  const next = segments[index + 1];
  const nextStart =
    next === undefined || layout.placed.has(next)
      ? undefined
      : layout.loose.find(
          ({ at, chunk }) =>
            at >= from &&
            at < to &&
            chunk !== null &&
            chunk.isOwn &&
            chunk.seq >= next.firstSeq &&
            chunk.seq <= next.lastSeq,
        )?.at;
  const previous = segments[index - 1];
  const previousEnd =
    previous === undefined || layout.placed.has(previous)
      ? undefined
      : layout.loose.findLast(
          ({ at, chunk }) =>
            at >= from &&
            at < to &&
            chunk !== null &&
            chunk.isOwn &&
            chunk.seq >= previous.firstSeq &&
            chunk.seq <= previous.lastSeq,
        );
  return {
    from: previousEnd === undefined ? from : previousEnd.at + previousEnd.lengthBytes,
    to: nextStart ?? to,
  };
}

/** Bytes that nobody journaled here. */
function strayPlaces(
  layout: Layout,
  segments: readonly Segment[],
  used: ReadonlySet<Loose>,
  bounds: Readonly<{ isTailOpen: boolean; hasLostSegments: boolean }>,
): Place[] {
  const last = segments.at(-1);
  const knownTo = last === undefined ? 0 : last.offsetBytes + last.lengthBytes;
  const places: Place[] = [];
  for (const stretch of layout.loose) {
    if (used.has(stretch)) continue;
    const { at, lengthBytes, chunk } = stretch;
    const copied =
      chunk?.isOwn === true
        ? segments.find((segment) => chunk.seq >= segment.firstSeq && chunk.seq <= segment.lastSeq)
        : undefined;
    const isForeign = chunk !== null && (!chunk.isOwn || copied !== undefined);
    if (!isForeign && bounds.isTailOpen && at >= knownTo) continue;
    if (chunk?.isOwn === true && copied === undefined && bounds.hasLostSegments) continue;
    places.push({
      what: isForeign ? 'replayed' : 'extra',
      segment: copied ?? null,
      firstSeq: chunk?.seq ?? null,
      lastSeq: chunk?.seq ?? null,
      fromByte: at,
      toByte: at + lengthBytes,
      intruder: isForeign ? chunk : null,
    });
  }
  return places;
}

/** One tampering, one place: what continues the place before it is taken into it. */
function merged(places: readonly Place[], segments: readonly Segment[]): readonly Place[] {
  const result: Place[] = [];
  const lastSegment = segments.at(-1);
  for (const place of places) {
    const before = result.at(-1);
    const isSame =
      before?.what === place.what ||
      ((before?.what === 'truncated' || before?.what === 'replayed') && place.what === 'tail-cut') ||
      (before?.what === 'replayed' &&
        place.what === 'extra' &&
        before.segment === lastSegment &&
        place.fromByte === before.toByte);
    const follows =
      before !== undefined &&
      (before.toByte === place.fromByte || place.firstSeq === (before.lastSeq ?? Number.NaN) + 1);
    if (before === undefined || !isSame || !follows || place.what === 'swapped' || place.what === 'flipped') {
      result.push(place);
      continue;
    }
    result[result.length - 1] = {
      ...before,
      segment: before.segment ?? place.segment,
      lastSeq: place.lastSeq ?? before.lastSeq,
      toByte: Math.max(before.toByte, place.toByte),
    };
  }
  return result;
}

/** Indexes of a longest ascending subsequence. */
function longestAscending(values: readonly number[]): readonly number[] {
  const ends: number[] = [];
  const before: number[] = [];
  values.forEach((value, index) => {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((values[ends[middle] ?? 0] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    before[index] = low > 0 ? (ends[low - 1] ?? -1) : -1;
    ends[low] = index;
  });
  const result: number[] = [];
  for (let index = ends.at(-1) ?? -1; index >= 0; index = before[index] ?? -1) result.unshift(index);
  return result;
}
