import type { JournalEntry } from '#domain/journal/entries.ts';
import { trackFile } from '../demo/evidence.ts';
import { readCounter } from '../lab/read-counter.ts';
import { entriesOf, onlyHearingFolder, readJournal } from '../stage/record-files.ts';

type Gap = Extract<JournalEntry, { kind: 'gap.found' }>['body'];

function gapsIn(homeFolder: string, isRemote: boolean): readonly Gap[] {
  return entriesOf(readJournal(onlyHearingFolder(homeFolder)), 'gap.found')
    .map(({ body }) => body)
    .filter(({ trackId }) => trackId.startsWith('remote-') === isRemote);
}

export function localGaps(homeFolder: string): number {
  return gapsIn(homeFolder, false).length;
}

/**
 * How much later than the real outage the marked gap of the other hall's sound, and of its picture, begins and ends, in ms;
 * infinite where none was marked. Instants in microseconds on the hearing's timeline.
 */
export function gapMatching(
  homeFolder: string,
  fromUs: number,
  backAtUs: Readonly<{ sound: number; picture: number }>,
): readonly (readonly [number, number])[] {
  const gaps = gapsIn(homeFolder, true);
  return (['sound', 'picture'] as const).map((what) => {
    const offs = gaps
      .filter(({ trackId }) => trackId.endsWith(`-${what}`))
      .map((gap) => [(gap.fromUs - fromUs) / 1000, (gap.toUs - backAtUs[what]) / 1000] as const);
    const worse = ([from, to]: readonly [number, number]): number => Math.max(Math.abs(from), Math.abs(to));
    return offs.toSorted((one, other) => worse(one) - worse(other))[0] ?? [Number.POSITIVE_INFINITY, 0];
  });
}

/** Pictures of the hall's own camera that are not in its files, from three seconds before `aboutUs` to seven after. */
export async function localFramesMissing(homeFolder: string, aboutUs: number): Promise<number> {
  const file = trackFile(onlyHearingFolder(homeFolder), 'view', 1);
  const { frames } = await readCounter(file);
  const near = frames.filter(({ atMs }) => {
    const offMs = atMs - aboutUs / 1000;
    return offMs > -3000 && offMs < 7000;
  });
  const values = near.flatMap(({ value }) => (value === null ? [] : [value]));
  return Math.max(...values) - Math.min(...values) + 1 - new Set(values).size + (near.length - values.length);
}

/** A hole of a track, on the hearing's timeline, and why it is there. */
export type ReadGap = Readonly<{ fromMs: number; toMs: number; cause: string }>;
export type ReadTrack = Readonly<{ trackId: string; fromMs: number; lengthMs: number; gaps: readonly ReadGap[] }>;

/** What was written of the other hall `peerId`: of each of its tracks where it begins, how long it is and its gaps. */
export function remoteTracks(homeFolder: string, peerId: string): readonly ReadTrack[] {
  const written = entriesOf(readJournal(onlyHearingFolder(homeFolder)), 'segment.admitted')
    .map(({ body }) => body)
    .filter(({ trackId }) => trackId.startsWith(`remote-${peerId.slice(0, 12)}-`));
  return [...new Set(written.map(({ trackId }) => trackId))].map((trackId) => {
    const own = written.filter((segment) => segment.trackId === trackId);
    return {
      trackId,
      fromMs: Math.min(...own.map(({ fromUs }) => fromUs)) / 1000,
      lengthMs: own.reduce((sum, { fromUs, toUs }) => sum + (toUs - fromUs) / 1000, 0),
      gaps: gapsIn(homeFolder, true)
        .filter((gap) => gap.trackId === trackId)
        .map(({ fromUs, toUs, cause }) => ({ fromMs: fromUs / 1000, toMs: toUs / 1000, cause })),
    };
  });
}

/** When the line to each hall was whole, and when it broke or ended, by the journal of the only hearing; ms on its timeline. */
export function linksTold(homeFolder: string): readonly Readonly<{ kind: string; peerId: string; atMs: number }>[] {
  const all = readJournal(onlyHearingFolder(homeFolder));
  return (['link.connected', 'link.broken', 'link.ended'] as const).flatMap((kind) =>
    entriesOf(all, kind).map(({ body }) => ({ kind, peerId: body.peerId, atMs: body.atUs / 1000 })),
  );
}
