import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { HearingId, TrackId } from '#domain/ids.ts';
import type { JournalBodies, JournalEntry, Segment } from '#domain/journal/entries.ts';
import { chunkLogParts } from '#domain/journal/hearing-folder.ts';
import { trackFiles } from '../../plumbing/index.ts';
import { readJournalFile, type HeadVerifier, type HearingFolder } from '../journal-file.ts';
import { nowhere, type Damage } from './damage.ts';
import { diagnose, type Place } from './diagnose.ts';
import { layOut } from './file-layout.ts';
import { hurtExhibits } from './hurt-exhibits.ts';
import { findChangedSegments } from './segment-hashes.ts';

export type { Damage } from './damage.ts';

export type Verification = Readonly<{
  hearingId: HearingId;
  intact: boolean;
  segments: number;
  entries: number;
  lengthBytes: number;
  damages: readonly Damage[];
}>;

/** What the journal says of one chunk log. */
type Epoch = {
  readonly trackId: TrackId;
  readonly epoch: number;
  readonly file: string;
  readonly segments: Segment[];
  trackNo: number | null;
  isClosed: boolean;
};

/**
 * Checks a hearing's journal, head and every sealed byte, and names each hurt place once. `witness`: hashes of its
 * entries as the index saw them. Reads only; may run while the hearing is being recorded. With a signal it gives way to everybody, and
 * rejects when it is told to end.
 */
export async function verifyHearing(
  hearing: HearingFolder,
  keys: HeadVerifier,
  witness: readonly string[],
  onProgress: (doneBytes: number, totalBytes: number) => void = () => {},
  signal: AbortSignal | null = null,
): Promise<Verification> {
  const journal = readJournalFile(hearing, keys, witness);
  const edited = new Set(
    journal.findings.filter((finding) => finding.what === 'entry-edited').map((finding) => finding.entry),
  );
  const entries = journal.entries.filter((entry) => !edited.has(entry.n));
  const epochs = epochsOf(entries);
  const files = epochs.map((epoch) => ({ file: path.join(hearing.folder, epoch.file), segments: epoch.segments }));
  const totalBytes = epochs.flatMap((epoch) => epoch.segments).reduce((sum, segment) => sum + segment.lengthBytes, 0);
  let doneBytes = 0;
  const told = (bytes: number): void => {
    doneBytes += bytes;
    onProgress(doneBytes, totalBytes);
  };
  const changed = await findChangedSegments(files, told, signal);

  const damages: Damage[] = journal.findings.map((finding) => ({
    ...nowhere,
    ...finding,
    file: finding.what.startsWith('head') ? 'head.json' : 'journal.jsonl',
  }));
  const hurt: { epoch: Epoch; place: Place }[] = [];
  for (const epoch of epochs) {
    const file = path.join(hearing.folder, epoch.file);
    if (!existsSync(file)) {
      if (epoch.segments.length > 0)
        damages.push({
          ...nowhere,
          what: 'missing-file',
          file: epoch.file,
          trackId: epoch.trackId,
          epoch: epoch.epoch,
        });
      continue;
    }
    const places = await placesOf(
      file,
      hearing.hearingId,
      epoch,
      changed.get(file) ?? new Set(),
      journal.findings.length > 0,
    );
    hurt.push(...places.map((place) => ({ epoch, place })));
  }
  damages.push(...hurt.map(({ epoch, place }) => toDamage(epoch, place, hurt)));
  damages.push(...(await hurtExhibits(hearing.folder, entries)));
  if (journal.findings.length === 0) damages.push(...strangeFiles(hearing.folder, epochs));
  return {
    hearingId: hearing.hearingId,
    intact: damages.length === 0,
    segments: epochs.reduce((sum, epoch) => sum + epoch.segments.length, 0),
    entries: journal.entries.length,
    lengthBytes: totalBytes,
    damages,
  };
}

async function placesOf(
  file: string,
  hearingId: HearingId,
  epoch: Epoch,
  changed: ReadonlySet<Segment>,
  isJournalHurt: boolean,
): Promise<readonly Place[]> {
  const last = epoch.segments.at(-1);
  const knownTo = last === undefined ? 0 : last.offsetBytes + last.lengthBytes;
  const isTailOpen = !epoch.isClosed;
  if (changed.size === 0 && (isTailOpen || isJournalHurt || statSync(file).size === knownTo)) return [];
  const layout = await layOut(file, { hearingId, trackNo: epoch.trackNo, epoch: epoch.epoch }, epoch.segments, changed);
  return diagnose(layout, epoch.segments, { isTailOpen, hasLostSegments: isJournalHurt });
}

/** Every file that the journal speaks of, with the segments in it. */
function epochsOf(entries: readonly JournalEntry[]): readonly Epoch[] {
  const epochs = new Map<string, Epoch>();
  const trackNos = new Map<TrackId, number>();
  const at = (trackId: TrackId, epoch: number): Epoch => {
    const file = path.join(...chunkLogParts(trackId, epoch));
    let known = epochs.get(file);
    if (known === undefined)
      epochs.set(file, (known = { trackId, epoch, file, segments: [], trackNo: null, isClosed: false }));
    return known;
  };
  for (const entry of entries) {
    if (entry.kind === 'track.opened') {
      const { trackId, epoch, trackNo }: JournalBodies['track.opened'] = entry.body;
      at(trackId, epoch);
      trackNos.set(trackId, trackNo);
    } else if (entry.kind === 'segment.admitted') {
      at(entry.body.trackId, entry.body.epoch).segments.push(entry.body);
    } else if (entry.kind === 'track.closed') {
      at(entry.body.trackId, entry.body.epoch).isClosed = true;
    }
  }
  for (const epoch of epochs.values()) {
    epoch.trackNo = trackNos.get(epoch.trackId) ?? null;
    epoch.segments.sort((a, b) => a.offsetBytes - b.offsetBytes);
  }
  return [...epochs.values()];
}

function toDamage(epoch: Epoch, place: Place, all: readonly Readonly<{ epoch: Epoch; place: Place }>[]): Damage {
  const { segment } = place;
  return {
    ...nowhere,
    what: isExchanged(epoch, place, all) ? 'swapped' : place.what,
    file: epoch.file,
    trackId: epoch.trackId,
    epoch: epoch.epoch,
    segment: segment?.segment ?? null,
    firstSeq: place.firstSeq,
    lastSeq: place.lastSeq,
    fromByte: place.fromByte,
    toByte: place.toByte,
    fromUs: segment?.fromUs ?? null,
    toUs: segment?.toUs ?? null,
  };
}

/** Two files each hold the other's bytes: they changed places, which is more than one copied over the other. */
function isExchanged(epoch: Epoch, place: Place, all: readonly Readonly<{ epoch: Epoch; place: Place }>[]): boolean {
  const { intruder } = place;
  if (intruder === null || intruder.isOwn || place.segment === null) return false;
  return all.some(
    (other) =>
      other.epoch.trackNo === intruder.trackNo &&
      other.epoch.epoch === intruder.epoch &&
      other.place.intruder?.trackNo === epoch.trackNo &&
      other.place.intruder.epoch === epoch.epoch &&
      other.place.segment !== null &&
      intruder.seq >= (other.place.firstSeq ?? 0) &&
      intruder.seq <= (other.place.lastSeq ?? 0),
  );
}

/** Files among the chunk logs that the journal does not know. */
function strangeFiles(folder: string, epochs: readonly Epoch[]): Damage[] {
  const known = new Set(epochs.map((epoch) => epoch.file));
  return trackFiles(folder)
    .filter((file) => !known.has(file))
    .map((file) => ({ ...nowhere, what: 'extra', file, fromByte: 0, toByte: statSync(path.join(folder, file)).size }));
}
