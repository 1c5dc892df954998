import type { Role } from '#contract/call.ts';
import type { Answerers } from '#contract/hall.ts';
import { fault } from '#domain/faults.ts';
import { done, failed } from '#domain/outcome.ts';
import { isSessionClosed } from './close-session.ts';
import type { Rooms } from './rooms.ts';

/** Whether a living picture of this hall may go to a process of this role now: none while devices must be closed (L5), none to the call in a closed session (P6). */
export function mayHavePicture(rooms: Pick<Rooms, 'desk' | 'journals' | 'recorder'>, role: Role): boolean {
  return rooms.recorder.previewsAllowed() && (role !== 'call' || !isSessionClosed(rooms));
}

/** Opens the way to the picture of one network camera; who asks decides whether it is brought or watched. */
export function showPictures(rooms: Rooms): Pick<Answerers, 'picture.open'> {
  return {
    'picture.open': async ({ seatId }, { role }) => {
      const isOpened = rooms.recorder
        .plan()
        .tracks.some((track) => track.seatId === seatId && track.device.path === 'network');
      if (!isOpened || !mayHavePicture(rooms, role)) return failed(fault('api.not-allowed', { verb: 'picture.open' }));
      return done({ token: rooms.livePictures.issueToken(role, seatId) });
    },
  };
}
