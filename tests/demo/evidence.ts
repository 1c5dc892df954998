import path from 'node:path';
import { readFileSync } from 'node:fs';
import type { JournalEntry } from '#domain/journal/entries.ts';
import { entriesOf, filesUnder } from '../stage/record-files.ts';
import { decodeComplaints, packetTimes } from './decode.ts';

/** Journal and file may differ by one video frame, because a frame's end is told only by the next. */
export const agreementLimitMs = 40;

export type TrackAgreement = Readonly<{
  trackId: string;
  epoch: number;
  file: string;
  packets: number;
  largestGapMs: number;
  startMs: number;
  /** File minus journal, at the beginning and at the end of the epoch. */
  startDifferenceMs: number;
  endDifferenceMs: number;
}>;

/** Compares where each track's packets lie in its file with where the journal says they lie. */
export async function compareWithJournal(
  hearingFolder: string,
  journal: readonly JournalEntry[],
): Promise<readonly TrackAgreement[]> {
  const found: TrackAgreement[] = [];
  for (const { body } of entriesOf(journal, 'track.closed')) {
    const file = trackFile(hearingFolder, body.trackId, body.epoch);
    const times = await packetTimes(file);
    found.push({
      trackId: body.trackId,
      epoch: body.epoch,
      file: path.relative(hearingFolder, file),
      packets: times.packets,
      largestGapMs: times.largestGapMs,
      startMs: times.firstMs,
      startDifferenceMs: times.firstMs - body.fromUs / 1000,
      endDifferenceMs: times.endMs - body.toUs / 1000,
    });
  }
  return found;
}

/** Every playable or recorded file of a hearing and what ffmpeg complains of when it decodes the whole of it. */
export async function decodeAll(
  hearingFolder: string,
): Promise<readonly Readonly<{ file: string; complaints: readonly string[] }>[]> {
  const files = filesUnder(hearingFolder).filter((file) => /\.(mkv|mp4|webm)$/.test(file));
  const results: { file: string; complaints: readonly string[] }[] = [];
  for (const file of files) {
    results.push({ file: path.relative(hearingFolder, file), complaints: await decodeComplaints(file) });
  }
  return results;
}

/** Where an epoch's chunk log lies. */
export function trackFile(hearingFolder: string, trackId: string, epoch: number): string {
  return path.join(hearingFolder, 'tracks', trackId, `${String(epoch).padStart(4, '0')}.mkv`);
}

/**
 * How late each recorded picture is against the moment at which the laboratory's camera gave it away, in ms: the
 * counter in the picture finds the moment in the camera's own log, the container's time stamp finds it on the hearing's line.
 */
export function cameraLatenessMs(
  frameLog: string,
  zeroMonotonicUs: number,
  frames: readonly Readonly<{ value: number; atMs: number }>[],
): { medianMs: number; spreadMs: number; compared: number } {
  const givenAtUs = new Map(
    readFileSync(frameLog, 'utf8')
      .split('\n')
      .map((line) => line.split(' '))
      .filter((fields) => fields.length === 2)
      .map(([counter, atNs]) => [Number(counter), Number(atNs) / 1000]),
  );
  const late = frames
    .map(({ value, atMs }) => {
      const givenUs = givenAtUs.get(value);
      return givenUs === undefined ? undefined : atMs - (givenUs - zeroMonotonicUs) / 1000;
    })
    .filter((each) => each !== undefined)
    .sort((a, b) => a - b);
  const at = (share: number): number => late[Math.min(late.length - 1, Math.floor(late.length * share))] ?? Number.NaN;
  return { medianMs: at(0.5), spreadMs: at(0.99) - at(0.01), compared: late.length };
}
