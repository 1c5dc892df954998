import type { Answerers } from '#contract/hall.ts';
import { fault } from '#domain/faults.ts';
import { secondCover } from '#domain/hearing/seat-cover.ts';
import { done, failed } from '#domain/outcome.ts';
import { authorOf, viewOf, type Rooms } from './rooms.ts';

/** Copies a stretch of tracks bit-exactly into one file of the export folder and journals its hash. */
export function exportRecord(rooms: Rooms): Answerers['record.export'] {
  return async ({ hearingId, fromUs, toUs, tracks }, asker) => {
    const found = viewOf(rooms, hearingId);
    if (!found.ok) return found;
    if (toUs <= fromUs || tracks.length === 0) return failed(fault('archive.range-empty', {}));
    const view = found.value;
    const seconds = view.tracks
      .filter(({ trackId }) => tracks.includes(trackId))
      .flatMap((chief) => secondCover(view, chief) ?? [])
      .filter(({ fills }) => fills.some((fill) => fill.toUs > fromUs && fill.fromUs < toUs));
    const out = rooms.exportFile(found.value, fromUs);
    const made = await rooms.archive.exportRange({
      hearingId,
      fromUs,
      toUs,
      // Copied as they are: where the chief track has a hole the second one goes along.
      tracks: [...tracks, ...seconds.map(({ track }) => track.trackId)],
      out,
      onProgress: (doneShare, remainingMs) => rooms.tell('export.progressed', { hearingId, doneShare, remainingMs }),
    });
    if (!made.ok) return made;
    const { path, sha256 } = made.value;
    const fileName = path.split(/[\\/]/).at(-1) ?? path;
    const noted = await rooms.journals.note(hearingId, authorOf(asker), {
      kind: 'copy.exported',
      body: { fromUs, toUs, fileName, sha256 },
    });
    return noted.ok ? done({ path, sha256 }) : noted;
  };
}
