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

/** What was written of the other hall `peerId`: of each of its tracks how long it is and how many gaps it has within. */
export function remoteTracks(
  homeFolder: string,
  peerId: string,
): readonly Readonly<{ trackId: string; lengthMs: number; gaps: number }>[] {
  const written = entriesOf(readJournal(onlyHearingFolder(homeFolder)), 'segment.admitted')
    .map(({ body }) => body)
    .filter(({ trackId }) => trackId.startsWith(`remote-${peerId.slice(0, 12)}-`));
  return [...new Set(written.map(({ trackId }) => trackId))].map((trackId) => {
    const own = written.filter((segment) => segment.trackId === trackId);
    const lengthMs = own.reduce((sum, { fromUs, toUs }) => sum + (toUs - fromUs) / 1000, 0);
    return { trackId, lengthMs, gaps: gapsIn(homeFolder, true).filter((gap) => gap.trackId === trackId).length };
  });
}
