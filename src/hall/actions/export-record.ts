import type { Answerers } from '#contract/hall.ts';
import { fault } from '#domain/faults.ts';
import { secondCover } from '#domain/hearing/seat-cover.ts';
import type { HearingView } from '#domain/hearing/view.ts';
import type { TrackId } from '#domain/ids.ts';
import { done, failed } from '#domain/outcome.ts';
import type { AtUs } from '#domain/record/timeline.ts';
import { authorOf, viewOf, type Rooms } from './rooms.ts';

type File = Readonly<{ tracks: readonly TrackId[]; ending: string }>;

/** Copies a stretch of tracks into the export folder, bit-exactly or for the parties, and journals each file's hash. */
export function exportRecord(rooms: Rooms): Answerers['record.export'] {
  return async ({ hearingId, fromUs, toUs, tracks, form }, asker) => {
    const found = viewOf(rooms, hearingId);
    if (!found.ok) return found;
    if (toUs <= fromUs || tracks.length === 0) return failed(fault('archive.range-empty', {}));
    const view = found.value;
    const files = form === 'party' ? partyFiles(view, tracks) : [exactFile(view, tracks, fromUs, toUs)];
    const copies: { path: string; sha256: string }[] = [];
    for (const file of files) {
      const made = await rooms.archive.exportRange({
        hearingId,
        fromUs,
        toUs,
        tracks: file.tracks,
        form,
        out: rooms.exportFile(view, fromUs, file.ending),
        onProgress: (share, remainingMs) => {
          const doneShare = (copies.length + share) / files.length;
          rooms.tell('export.progressed', {
            hearingId,
            doneShare,
            remainingMs: files.length === 1 ? remainingMs : null,
          });
        },
      });
      if (!made.ok) return made;
      const { path, sha256 } = made.value;
      const fileName = path.split(/[\\/]/).at(-1) ?? path;
      const noted = await rooms.journals.note(hearingId, authorOf(asker), {
        kind: 'copy.exported',
        body: { fromUs, toUs, fileName, sha256 },
      });
      if (!noted.ok) return noted;
      copies.push({ path, sha256 });
    }
    const [first, ...others] = copies;
    return first === undefined ? failed(fault('archive.range-empty', {})) : done({ ...first, others });
  };
}

/** Copied as they are: where a chief track has a hole the second one goes along. */
function exactFile(view: HearingView, tracks: readonly TrackId[], fromUs: AtUs, toUs: AtUs): File {
  const seconds = view.tracks
    .filter(({ trackId }) => tracks.includes(trackId))
    .flatMap((chief) => secondCover(view, chief) ?? [])
    .filter(({ fills }) => fills.some((fill) => fill.toUs > fromUs && fill.fromUs < toUs));
  return { tracks: [...tracks, ...seconds.map(({ track }) => track.trackId)], ending: '.mkv' };
}

/** A file for each camera; sound alone where no camera is wanted. */
function partyFiles(view: HearingView, tracks: readonly TrackId[]): readonly File[] {
  const isCamera = (trackId: TrackId): boolean =>
    view.tracks.some((track) => track.trackId === trackId && track.kind === 'camera');
  const microphones = tracks.filter((trackId) => !isCamera(trackId));
  const cameras = tracks.filter(isCamera);
  if (cameras.length === 0) return [{ tracks: microphones, ending: '.m4a' }];
  return cameras.map((camera) => ({ tracks: [camera, ...microphones], ending: `_${camera}.mp4` }));
}
