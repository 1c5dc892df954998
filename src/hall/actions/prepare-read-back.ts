import type { Answerers } from '#contract/hall.ts';
import { fault } from '#domain/faults.ts';
import { heardTracks } from '#domain/hearing/seat-cover.ts';
import { done, failed } from '#domain/outcome.ts';
import { authorOf, viewOf, type Rooms } from './rooms.ts';

/**
 * Makes a stretch of the record playable, also while it goes on; that it was played is journaled, but nobody waits for
 * the journal: the court waits for the words.
 */
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
    const body = { fromUs: clip.fromUs, toUs: clip.toUs };
    void rooms.journals.note(hearingId, authorOf(asker), { kind: 'read-back.played', body }).then((noted) => {
      if (!noted.ok) rooms.alarms.raise(noted.fault);
    });
    return done({ url: `${rooms.mediaAddress()}${clip.media}`, ...body });
  };
}
