import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, ftruncateSync, openSync } from 'node:fs';
import path from 'node:path';
import type { EpochSeen, TrackSeen } from '#domain/hearing/seen-tracks.ts';
import { foldHearing, type HearingView } from '#domain/hearing/view.ts';
import type { HearingId } from '#domain/ids.ts';
import type { JournalNote, Segment } from '#domain/journal/entries.ts';
import { chunkLogParts } from '#domain/journal/hearing-folder.ts';
import { ChunkFile, walkChunks, type Stretch } from './chunk-file.ts';
import { unknownEpochs } from './unknown-epochs.ts';
import { hearingFolders, readJournalFile, type HeadVerifier } from './journal-file.ts';

/** What the sweep found in one hearing; main journals the notes in this order. */
export type Swept = Readonly<{ hearingId: HearingId; notes: readonly JournalNote[]; cutBytes: number }>;

const segmentUs = 4_000_000;

type SweptTrack = Pick<TrackSeen, 'trackId' | 'trackNo'>;

/**
 * After a crash: closes the epochs that a journal left open, and those that it never opened. A torn end of the file is cut off, the whole chunks behind
 * the last segment are sealed as segments, and the epoch is closed as found at start. Nothing whole is ever cut. May
 * run again after it was interrupted. Hearings in `except` are left alone: their recorder goes on with them.
 */
export function sweepArchive(
  archiveFolder: string,
  keys: HeadVerifier,
  except: ReadonlySet<HearingId> = new Set(),
): readonly Swept[] {
  const swept: Swept[] = [];
  for (const hearing of hearingFolders(archiveFolder)) {
    if (except.has(hearing.hearingId)) continue;
    const journal = readJournalFile(hearing, keys);
    // A hurt journal takes no entries, and evidence beside it is not touched.
    if (journal.findings.length > 0) continue;
    let view: HearingView | null = null;
    for (const entry of journal.entries) view = foldHearing(view, entry);
    const opened = view === null ? [] : unknownEpochs(hearing.folder, view);
    const notes = opened.map((body): JournalNote => ({ kind: 'track.opened', body }));
    const left = [...openEpochsOf(view), ...opened.map((body) => ({ track: body, epoch: emptyEpoch(body.epoch) }))];
    let cutBytes = 0;
    for (const { track, epoch } of left) {
      const file = path.join(hearing.folder, ...chunkLogParts(track.trackId, epoch.epoch));
      const closed = sweepEpoch(file, track, epoch, hearing.hearingId);
      notes.push(...closed.notes);
      cutBytes += closed.cutBytes;
    }
    if (notes.length > 0) swept.push({ hearingId: hearing.hearingId, notes, cutBytes });
  }
  return swept;
}

function openEpochsOf(view: HearingView | null): { track: SweptTrack; epoch: EpochSeen }[] {
  return (view?.tracks ?? []).flatMap((track) =>
    track.epochs.filter((epoch) => !epoch.closed).map((epoch) => ({ track, epoch })),
  );
}

function emptyEpoch(epoch: number): EpochSeen {
  return { epoch, fromUs: 0, toUs: 0, closed: false, lengthBytes: 0, segments: 0 };
}

function sweepEpoch(
  file: string,
  track: SweptTrack,
  epoch: EpochSeen,
  hearingId: HearingId,
): { notes: JournalNote[]; cutBytes: number } {
  const { trackId } = track;
  if (!existsSync(file))
    return { notes: [closedNote(track, epoch, { chunks: 0, lengthBytes: 0, toUs: epoch.toUs })], cutBytes: 0 };
  const log = new ChunkFile(file);
  try {
    const lengthBytes = log.lengthBytes;
    const stretches = Array.from(walkChunks(log, epoch.lengthBytes), withoutBytes);
    const last = stretches.findLastIndex(
      (stretch) => stretch.is === 'chunk' && belongs(stretch, hearingId, track.trackNo, epoch.epoch),
    );
    const kept = stretches.slice(0, last + 1);
    const keptTo = kept.reduce((to, stretch) => to + stretch.lengthBytes, epoch.lengthBytes);
    // Only what no whole chunk follows is torn; damage before a whole chunk stays, and the journal says where it is.
    if (keptTo < lengthBytes && stretches.slice(last + 1).every((stretch) => stretch.is === 'unreadable'))
      cutTo(file, keptTo);

    const segments = sealSegments(log, kept, track, epoch);
    const gaps = kept.flatMap((stretch, at): JournalNote[] =>
      stretch.is === 'chunk'
        ? []
        : [
            {
              kind: 'gap.found',
              body: {
                trackId,
                fromUs: timeBefore(kept, at, epoch.toUs),
                toUs: timeAfter(kept, at),
                cause: 'chunk-unreadable',
              },
            },
          ],
    );
    const lastChunk = kept.at(-1);
    const close = closedNote(
      track,
      { ...epoch, fromUs: epoch.segments > 0 ? epoch.fromUs : (segments[0]?.fromUs ?? 0) },
      {
        chunks: lastChunk?.is === 'chunk' ? lastChunk.seq + 1 : chunksBefore(log, epoch.lengthBytes),
        lengthBytes: keptTo,
        toUs: segments.at(-1)?.toUs ?? epoch.toUs,
      },
    );
    return {
      notes: [...segments.map((body): JournalNote => ({ kind: 'segment.admitted', body })), ...gaps, close],
      cutBytes: lengthBytes - keptTo,
    };
  } finally {
    log.close();
  }
}

type Found =
  | Readonly<{
      is: 'chunk';
      at: number;
      lengthBytes: number;
      seq: number;
      isKey: boolean;
      fromUs: number;
      toUs: number;
      hearingId: string;
      trackNo: number;
      epoch: number;
    }>
  | Readonly<{ is: 'unreadable'; at: number; lengthBytes: number }>;

function withoutBytes(stretch: Stretch): Found {
  if (stretch.is === 'unreadable') return { is: 'unreadable', at: stretch.at, lengthBytes: stretch.lengthBytes };
  const { seq, startsWithKey, firstAtUs, lastAtUs, hearingId, trackNo, epoch } = stretch.chunk.header;
  return {
    is: 'chunk',
    at: stretch.at,
    lengthBytes: stretch.lengthBytes,
    seq,
    isKey: startsWithKey && seq > 0,
    fromUs: firstAtUs,
    toUs: lastAtUs,
    hearingId,
    trackNo,
    epoch,
  };
}

function belongs(
  chunk: Extract<Found, { is: 'chunk' }>,
  hearingId: HearingId,
  trackNo: number,
  epoch: number,
): boolean {
  return chunk.hearingId === hearingId && chunk.trackNo === trackNo && chunk.epoch === epoch;
}

/** Cuts what is left into segments as the recorder does: about 4 s, each beginning with a key. */
function sealSegments(log: ChunkFile, kept: readonly Found[], track: SweptTrack, epoch: EpochSeen): Segment[] {
  const groups: Found[][] = [[]];
  for (const stretch of kept) {
    const group = groups.at(-1) ?? [];
    const first = group.find((found) => found.is === 'chunk' && found.seq > 0);
    const isFull =
      stretch.is === 'chunk' && stretch.isKey && first?.is === 'chunk' && stretch.fromUs - first.fromUs >= segmentUs;
    if (isFull) groups.push([stretch]);
    else group.push(stretch);
  }
  return groups
    .filter((group) => group.length > 0)
    .map((group, index) => {
      const chunks = group.filter((found) => found.is === 'chunk');
      const media = chunks.filter((chunk) => chunk.seq > 0);
      const offsetBytes = group[0]?.at ?? 0;
      const lengthBytes = group.reduce((sum, found) => sum + found.lengthBytes, 0);
      return {
        trackId: track.trackId,
        epoch: epoch.epoch,
        segment: epoch.segments + index + 1,
        firstSeq: chunks[0]?.seq ?? 0,
        lastSeq: chunks.at(-1)?.seq ?? 0,
        offsetBytes,
        lengthBytes,
        sha256: createHash('sha256')
          .update(log.read(offsetBytes, offsetBytes + lengthBytes))
          .digest('hex'),
        fromUs: media[0]?.fromUs ?? epoch.toUs,
        toUs: media.at(-1)?.toUs ?? epoch.toUs,
      };
    });
}

function closedNote(
  track: SweptTrack,
  epoch: EpochSeen,
  found: Readonly<{ chunks: number; lengthBytes: number; toUs: number }>,
): JournalNote {
  return {
    kind: 'track.closed',
    body: { trackId: track.trackId, epoch: epoch.epoch, ...found, fromUs: epoch.fromUs, cause: 'found-at-start' },
  };
}

function timeBefore(found: readonly Found[], at: number, otherwise: number): number {
  const before = found.slice(0, at).findLast((stretch) => stretch.is === 'chunk');
  return before?.is === 'chunk' ? before.toUs : otherwise;
}

function timeAfter(found: readonly Found[], at: number): number {
  const after = found.slice(at + 1).find((stretch) => stretch.is === 'chunk');
  return after?.is === 'chunk' ? after.fromUs : 0;
}

/** How many chunks are in the sealed part; asked only when nothing came after it. */
function chunksBefore(log: ChunkFile, sealedBytes: number): number {
  let chunks = 0;
  for (const stretch of walkChunks(log, 0, sealedBytes))
    if (stretch.is === 'chunk') chunks = stretch.chunk.header.seq + 1;
  return chunks;
}

function cutTo(file: string, lengthBytes: number): void {
  const descriptor = openSync(file, 'r+');
  try {
    ftruncateSync(descriptor, lengthBytes);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
