import type { Answerers } from '#contract/hall.ts';
import { fault } from '#domain/faults.ts';
import { closedSession } from '#domain/hearing/view.ts';
import type { Author } from '#domain/journal/entries.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { authorOf, heldHearing, noteBySystem, runningHearing, type Rooms } from './rooms.ts';

type SessionVerbs = Pick<Answerers, 'session.close' | 'session.reopen' | 'session.dark'>;

/** The call window has let go of its links by then, or is ended: three hundred are promised to the people in the hall. */
const darkLimitMs = 200;

/** P6: whether the session is closed now, also where the journal could not be told of it. */
export function isSessionClosed(rooms: Pick<Rooms, 'desk' | 'journals'>): boolean {
  const view = runningHearing(rooms);
  return view !== null && (rooms.desk.isSessionClosed || closedSession(view) !== null);
}

/** P6: no link to anybody outside the hall and no copy of what was said in it. */
export function refuseInClosedSession(rooms: Pick<Rooms, 'desk' | 'journals'>): Outcome<void> {
  return isSessionClosed(rooms) ? failed(fault('hearing.session-closed', {})) : done(undefined);
}

/**
 * P6, a closed session: every link and every public monitor is dark at once, while the record goes on. Reopening is
 * explicit and dials nobody.
 */
export function closeSession(rooms: Rooms): SessionVerbs {
  return {
    'session.close': async ({ byOralOrder }, asker) => {
      const held = heldHearing(rooms);
      if (!held.ok) return held;
      if (isSessionClosed(rooms)) return done({});
      const { view, nowUs } = held.value;
      const author = authorOf(asker);
      // Neither the journal nor another act that takes its turn may keep the hall in the light.
      const darkened = darken(rooms, author);
      const body = { atUs: nowUs, byOralOrder };
      const noted = await rooms.inTurn(() =>
        rooms.journals.note(view.hearingId, author, { kind: 'session.closed', body }),
      );
      await noteBySystem(rooms, view.hearingId, {
        kind: 'session.darkened',
        body: { atUs: nowUs, ...(await darkened) },
      });
      rooms.tellState();
      return noted.ok ? done({}) : noted;
    },
    'session.reopen': async ({ byOralOrder }, asker) => {
      const reopened = await rooms.inTurn(async () => {
        const held = heldHearing(rooms);
        if (!held.ok) return held;
        const { view, nowUs } = held.value;
        if (closedSession(view) !== null) {
          const note = { kind: 'session.reopened', body: { atUs: nowUs, byOralOrder } } as const;
          const noted = await rooms.journals.note(view.hearingId, authorOf(asker), note);
          if (!noted.ok) return noted;
        }
        rooms.desk.isSessionClosed = false;
        return done({});
      });
      rooms.tellState();
      return reopened;
    },
    'session.dark': async () => {
      rooms.desk.toldDark?.();
      return done({});
    },
  };
}

/** The shell covers the public's monitor; the call window lets go of its links and says so, or is ended. */
async function darken(rooms: Rooms, author: Author): Promise<Readonly<{ afterMs: number; isCallEnded: boolean }>> {
  const { desk, clock, peers, participants } = rooms;
  const sinceUs = clock.monotonicUs();
  desk.isSessionClosed = true;
  const isTold = new Promise<boolean>((resolve) => {
    const limit = setTimeout(() => resolve(false), darkLimitMs);
    desk.toldDark = () => {
      clearTimeout(limit);
      resolve(true);
    };
  });
  rooms.tell('session.closed', {}, 'shell');
  rooms.tell('session.closed', {}, 'call');
  rooms.livePictures.endForbidden();
  peers.calls.endAll('closed', author);
  participants.refresh();
  peers.exhibits.cancel();
  rooms.tellState();
  const isCallEnded = !(await isTold);
  desk.toldDark = null;
  if (isCallEnded) rooms.tell('part.unwanted', { part: 'call' }, 'shell');
  return { afterMs: Math.round((clock.monotonicUs() - sinceUs) / 1000), isCallEnded };
}
