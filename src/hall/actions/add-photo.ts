import { randomUUID } from 'node:crypto';
import type { Answerers } from '#contract/hall.ts';
import { fault } from '#domain/faults.ts';
import type { ExhibitId } from '#domain/ids.ts';
import { done, failed } from '#domain/outcome.ts';
import { mostPhotoBytes } from '#domain/participants/page-document.ts';
import type { Upload } from '../exhibits/index.ts';
import { comingHearing } from './hold-participants.ts';
import { openPaper, refuseWithoutRoom } from './keep-exhibits.ts';
import { authorOf, type Rooms } from './rooms.ts';

/** P9: the photograph of the motion, which the judge compares with the live picture. It is kept with the hearing and leaves this hall never. */
export function addPhoto(rooms: Rooms): Answerers['participant.add-photo'] {
  return async ({ hearingId, participantId, lengthBytes }, asker) => {
    const coming = comingHearing(rooms, hearingId);
    if (!coming.ok) return coming;
    if (!coming.value.participants.some((each) => each.participantId === participantId))
      return failed(fault('participant.unknown', {}));
    if (lengthBytes > mostPhotoBytes)
      return failed(fault('exhibit.too-large', { mostMb: mostPhotoBytes / 1024 / 1024 }));
    const roomy = refuseWithoutRoom(rooms, lengthBytes);
    if (!roomy.ok) return roomy;
    const given = { hearingId, exhibitId: randomUUID() as ExhibitId, name: '' };
    const token = rooms.exhibits.permit(async (): Promise<Upload | null> => {
      const opened = await openPaper(rooms, given, async (paper) => {
        if (paper.format === 'pdf') return failed(fault('participant.not-a-photo', {}));
        const still = comingHearing(rooms, hearingId);
        if (!still.ok) return still;
        const body = { ...paper, participantId };
        return rooms.journals.note(hearingId, authorOf(asker), { kind: 'participant.photo-added', body });
      });
      return opened && { ...opened, lengthBytes };
    });
    return done({ url: `${rooms.mediaAddress()}/v1/exhibits/${token}` });
  };
}
