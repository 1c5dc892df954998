import type { Answerers } from '#contract/hall.ts';
import { fault } from '#domain/faults.ts';
import { done, failed } from '#domain/outcome.ts';
import { authorOf, viewOf, type Rooms } from './rooms.ts';

/** Copies a stretch of tracks bit-exactly into one file of the export folder and journals its hash. */
export function exportRecord(rooms: Rooms): Answerers['record.export'] {
  return async ({ hearingId, fromUs, toUs, tracks }, asker) => {
    const found = viewOf(rooms, hearingId);
    if (!found.ok) return found;
    if (toUs <= fromUs || tracks.length === 0) return failed(fault('archive.range-empty', {}));
    const out = rooms.exportFile(found.value, fromUs);
    const made = await rooms.archive.exportRange({
      hearingId,
      fromUs,
      toUs,
      tracks,
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
