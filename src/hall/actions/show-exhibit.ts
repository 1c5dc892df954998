import type { ExhibitShown } from '#contract/exhibits.ts';
import type { Answerers } from '#contract/hall.ts';
import { paperOf, type Exhibit } from '#domain/exhibits/exhibit.ts';
import { fault } from '#domain/faults.ts';
import { mayRecord } from '#domain/hearing/phases.ts';
import type { HearingView } from '#domain/hearing/view.ts';
import type { HallPeerId } from '#domain/ids.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import type { PageSaid } from '../peers/index.ts';
import { isSessionClosed } from './close-session.ts';
import { mayCall } from './hold-call.ts';
import { hallsOnLine, takenExhibitOf, urlOf } from './keep-exhibits.ts';
import { authorOf, heldHearing, noteBySystem, runningHearing, type Desk, type Rooms } from './rooms.ts';

/** What another hall says of its monitors is followed so often at most; of what comes faster the newest counts. */
const followEveryMs = 100;

/** P36: puts a page on the monitors of this hall and, in open session, of every hall on the line. */
export function showExhibit(rooms: Rooms): Pick<Answerers, 'exhibit.show' | 'exhibit.hide'> {
  return {
    'exhibit.show': async ({ exhibitId, page }, asker) => {
      const shown = await rooms.inTurn(async (): Promise<Outcome<Exhibit>> => {
        const held = heldHearing(rooms);
        if (!held.ok) return held;
        const { view, nowUs } = held.value;
        // What is shown while nothing is recorded would be in no protocol, and in deliberation nobody is there (L5).
        if (!isRecorded(rooms, view)) return failed(fault('hearing.wrong-phase', { phase: view.phase, act: 'show' }));
        const found = takenExhibitOf(view, exhibitId);
        if (!found.ok) return found;
        const isForPublic = !found.value.isClosed && !isSessionClosed(rooms);
        const body = { exhibitId, page, peerId: null, isForPublic, atUs: nowUs, sha256: found.value.sha256 };
        const noted = await rooms.journals.note(view.hearingId, authorOf(asker), { kind: 'exhibit.shown', body });
        return noted.ok ? found : noted;
      });
      rooms.tellState();
      if (!shown.ok) return shown;
      for (const peerId of hallsOnLine(rooms)) sayShown(rooms, peerId);
      return done({});
    },
    'exhibit.hide': async (_papers, asker) => {
      const hidden = await rooms.inTurn(async () => {
        const held = heldHearing(rooms);
        if (!held.ok) return held;
        const { view, nowUs } = held.value;
        const shown = view.shownExhibit;
        if (shown === null) return done(null);
        const body = { atUs: nowUs, exhibitId: shown.exhibitId, peerId: null };
        const noted = await rooms.journals.note(view.hearingId, authorOf(asker), { kind: 'exhibit.hidden', body });
        return noted.ok ? done(shown) : noted;
      });
      rooms.tellState();
      if (!hidden.ok) return hidden;
      // P6: that something was on the bench in closed session is nobody's business outside.
      if (hidden.value?.isForPublic === true && !isSessionClosed(rooms))
        for (const peerId of hallsOnLine(rooms))
          rooms.peers.exhibits.say(peerId, { exhibitId: hidden.value.exhibitId, page: null });
      return done({});
    },
  };
}

/** What the windows show, with where its bytes are; null when nothing is. */
export function shownNow(rooms: Rooms, view: HearingView): ExhibitShown | null {
  const { shownExhibit: shown } = view;
  const exhibit = shown && view.exhibits.find(({ exhibitId }) => exhibitId === shown.exhibitId);
  if (shown == null || exhibit == null || rooms.desk.isSilenced) return null;
  const { page, peerId, isForPublic } = shown;
  return { ...paperOf(exhibit), page, peerId, isForPublic, url: urlOf(rooms, view.hearingId, exhibit) };
}

/** Tells a hall on the line what this hall shows, also after a break in which it may have missed it. */
export function sayShown(rooms: Rooms, peerId: HallPeerId): void {
  const view = runningHearing(rooms);
  if (view === null || view.exhibits.length === 0 || !hallsOnLine(rooms).includes(peerId) || !mayCall(rooms).ok) return;
  const shown = view.shownExhibit?.peerId === null && view.shownExhibit.isForPublic ? view.shownExhibit : null;
  const exhibit = shown && view.exhibits.find(({ exhibitId }) => exhibitId === shown.exhibitId);
  rooms.peers.exhibits.say(
    peerId,
    shown === null || exhibit == null
      ? { exhibitId: null, page: null }
      : { exhibitId: shown.exhibitId, sha256: exhibit.sha256, page: shown.page },
  );
}

function isRecorded({ desk, rules }: Rooms, view: HearingView): boolean {
  return view.interruption === null && !desk.isSilenced && mayRecord(view.phase, rules);
}

/** The hall on the line says what its monitors show. */
export function showTheirs(rooms: Rooms, peerId: HallPeerId, said: PageSaid): void {
  rooms.desk.theirPage = { peerId, said };
  void showWaiting(rooms);
}

/** Shows what the other hall shows, as soon as the same bytes lie here. */
export async function showWaiting(rooms: Rooms): Promise<void> {
  const { desk } = rooms;
  if (desk.followingPage !== 'no') {
    desk.followingPage = 'again';
    return;
  }
  const next = desk.theirPage;
  if (next === null) return;
  desk.followingPage = 'once';
  if ((await follow(rooms, next)) && desk.theirPage === next) desk.theirPage = null;
  setTimeout(() => {
    const isAgain = desk.followingPage === 'again';
    desk.followingPage = 'no';
    if (isAgain) void showWaiting(rooms);
  }, followEveryMs).unref();
}

/** False while it must wait for the exhibit. */
async function follow(rooms: Rooms, { peerId, said }: NonNullable<Desk['theirPage']>): Promise<boolean> {
  if (!hallsOnLine(rooms).includes(peerId) || !mayCall(rooms).ok) return true;
  if (said.page === null) {
    await hideOf(rooms, said.exhibitId === null ? peerId : null, said.exhibitId, peerId);
    return true;
  }
  const { exhibitId, sha256, page } = said;
  const isDone = await rooms.inTurn(async () => {
    const held = heldHearing(rooms);
    if (!held.ok || !isRecorded(rooms, held.value.view) || isSessionClosed(rooms)) return true;
    const { view, nowUs } = held.value;
    const exhibit = view.exhibits.find((each) => each.exhibitId === exhibitId && each.sha256 === sha256);
    if (exhibit === undefined) return false;
    const before = view.shownExhibit;
    if (exhibit.isClosed || (before?.exhibitId === exhibitId && before.page === page && before.peerId === peerId))
      return true;
    const body = { exhibitId, page, peerId, isForPublic: true, atUs: nowUs, sha256 };
    await noteBySystem(rooms, view.hearingId, { kind: 'exhibit.shown', body });
    return true;
  });
  rooms.tellState();
  return isDone;
}

/** Takes off what the hall `shownBy` shows on the monitors here; or, where that is null, this exhibit, whoever shows it. */
export async function hideOf(
  rooms: Rooms,
  shownBy: HallPeerId | null,
  exhibitId: PageSaid['exhibitId'] = null,
  by: HallPeerId | null = null,
): Promise<void> {
  await rooms.inTurn(async () => {
    const view = runningHearing(rooms);
    const shown = view?.shownExhibit ?? null;
    const held = heldHearing(rooms);
    if (view === null || shown === null || !held.ok) return;
    const isMeant = shownBy === null ? shown.exhibitId === exhibitId && shown.isForPublic : shown.peerId === shownBy;
    if (!isMeant) return;
    const body = { atUs: held.value.nowUs, exhibitId: shown.exhibitId, peerId: by };
    await noteBySystem(rooms, view.hearingId, { kind: 'exhibit.hidden', body });
  });
  rooms.tellState();
}
