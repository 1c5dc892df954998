import { open } from 'node:fs/promises';
import type { HearingId } from '#domain/ids.ts';
import type { Segment } from '#domain/journal/entries.ts';
import { ChunkFile, walkChunks } from '../chunk-file.ts';
import { hashStretch } from './segment-hashes.ts';

/** Whose chunk it is: the same in every frame header of one file. */
export type Identity = Readonly<{ hearingId: HearingId; trackNo: number | null; epoch: number }>;

/** A stretch of the file that is no journaled segment where and as it was journaled. */
export type Loose = Readonly<{
  at: number;
  lengthBytes: number;
  /** Null: these bytes are no chunk. */
  chunk: Readonly<{ hearingId: HearingId; trackNo: number; epoch: number; seq: number; isOwn: boolean }> | null;
  /** Ends inside a chunk at the end of the file. */
  isTorn: boolean;
}>;

/** What is really in a file: every byte is in a placed segment or in a loose stretch. */
export type Layout = Readonly<{
  lengthBytes: number;
  /** Where each whole segment was found, also when that is not where it belongs. */
  placed: ReadonlyMap<Segment, number>;
  /** By position. */
  loose: readonly Loose[];
}>;

/** Takes a file apart in which not everything is in its place. */
export async function layOut(
  file: string,
  identity: Identity,
  segments: readonly Segment[],
  changed: ReadonlySet<Segment>,
): Promise<Layout> {
  const log = new ChunkFile(file);
  try {
    const { lengthBytes } = log;
    const placed = new Map<Segment, number>();
    const found: Loose[] = [];
    let at = 0;
    for (const segment of segments) {
      if (changed.has(segment)) continue;
      placed.set(segment, segment.offsetBytes);
      found.push(...walkLoose(log, identity, at, segment.offsetBytes));
      at = segment.offsetBytes + segment.lengthBytes;
    }
    found.push(...walkLoose(log, identity, at, lengthBytes));
    const loose = await placeMoved(
      file,
      segments.filter((segment) => changed.has(segment)),
      found,
      placed,
    );
    return { lengthBytes, placed, loose };
  } finally {
    log.close();
  }
}

function walkLoose(log: ChunkFile, identity: Identity, fromByte: number, toByte: number): Loose[] {
  if (toByte <= fromByte) return [];
  return Array.from(walkChunks(log, fromByte, toByte), (stretch): Loose => {
    if (stretch.is === 'unreadable') {
      return {
        at: stretch.at,
        lengthBytes: stretch.lengthBytes,
        chunk: null,
        isTorn: stretch.isTorn && toByte === log.lengthBytes,
      };
    }
    const { hearingId, trackNo, epoch, seq } = stretch.chunk.header;
    const isOwn =
      hearingId === identity.hearingId &&
      epoch === identity.epoch &&
      (identity.trackNo === null || trackNo === identity.trackNo);
    return {
      at: stretch.at,
      lengthBytes: stretch.lengthBytes,
      chunk: { hearingId, trackNo, epoch, seq, isOwn },
      isTorn: false,
    };
  });
}

/** Finds segments that are whole but lie elsewhere, and takes them out of what is loose. */
async function placeMoved(
  file: string,
  changed: readonly Segment[],
  loose: readonly Loose[],
  placed: Map<Segment, number>,
): Promise<readonly Loose[]> {
  const starts = Map.groupBy(
    loose.filter(({ chunk }) => chunk?.isOwn === true),
    ({ chunk }) => chunk?.seq,
  );
  const taken: { from: number; to: number }[] = [];
  const handle = await open(file, 'r');
  try {
    for (const segment of changed) {
      for (const { at } of starts.get(segment.firstSeq) ?? []) {
        if ((await hashStretch(handle, at, segment.lengthBytes)) !== segment.sha256) continue;
        placed.set(segment, at);
        taken.push({ from: at, to: at + segment.lengthBytes });
        break;
      }
    }
  } finally {
    await handle.close();
  }
  taken.sort((a, b) => a.from - b.from);
  let next = 0;
  return loose.filter(({ at }) => {
    while ((taken[next]?.to ?? Number.POSITIVE_INFINITY) <= at) next += 1;
    return at < (taken[next]?.from ?? Number.POSITIVE_INFINITY);
  });
}
