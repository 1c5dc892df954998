import type { Answerers } from '#contract/hall.ts';
import { fault } from '#domain/faults.ts';
import { heardTracks } from '#domain/hearing/seat-cover.ts';
import { done, failed } from '#domain/outcome.ts';
import { authorOf, viewOf, type Rooms } from './rooms.ts';

/** Makes a stretch of the record playable, also while it goes on; that it was played is journaled. */
export function prepareReadBack(rooms: Rooms): Answerers['read-back.prepare'] {
  return async ({ hearingId, fromUs, toUs, camera }, asker) => {
    const found = viewOf(rooms, hearingId);
    if (!found.ok) return found;
    if (toUs <= fromUs) return failed(fault('archive.range-empty', {}));
    const made = await rooms.playback.clip({
      hearingId,
      folder: rooms.journals.folderOf(hearingId),
      fromUs,
      toUs,
      camera,
      microphones: heardTracks(found.value, { fromUs, toUs }),
    });
    if (!made.ok) return made;
    const clip = made.value;
    const noted = await rooms.journals.note(hearingId, authorOf(asker), {
      kind: 'read-back.played',
      body: { fromUs: clip.fromUs, toUs: clip.toUs },
    });
    return noted.ok
      ? done({ url: `${rooms.mediaAddress()}${clip.media}`, fromUs: clip.fromUs, toUs: clip.toUs })
      : noted;
  };
}
