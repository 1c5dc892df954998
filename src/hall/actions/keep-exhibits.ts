import { randomUUID } from 'node:crypto';
import type { Answerers } from '#contract/hall.ts';
import { mostExhibitBytes, shownName, type Exhibit, type ExhibitPaper } from '#domain/exhibits/exhibit.ts';
import { fault } from '#domain/faults.ts';
import type { HearingView } from '#domain/hearing/view.ts';
import { isParticipant, type ExhibitId, type HallPeerId, type HearingId } from '#domain/ids.ts';
import type { Author } from '#domain/journal/entries.ts';
import { isLasting } from '#domain/peers/call.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { hoursLeft, leastHours } from '#domain/record/hours-left.ts';
import type { Upload } from '../exhibits/index.ts';
import { isSessionClosed } from './close-session.ts';
import { authorOf, heldHearing, viewOf, type Rooms } from './rooms.ts';

export const exhibitMimes: Readonly<Record<Exhibit['format'], string>> = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpeg: 'image/jpeg',
};

/** P36: documents of the hearing that is held, kept with it. */
export function keepExhibits(rooms: Rooms): Pick<Answerers, 'exhibit.add' | 'exhibit.list'> {
  return {
    'exhibit.add': async ({ name, lengthBytes }, asker) => {
      const held = heldHearing(rooms);
      if (!held.ok) return held;
      if (lengthBytes > mostExhibitBytes)
        return failed(fault('exhibit.too-large', { mostMb: mostExhibitBytes / 1024 / 1024 }));
      const roomy = refuseWithoutRoom(rooms, lengthBytes);
      if (!roomy.ok) return roomy;
      const { hearingId } = held.value.view;
      const exhibitId = randomUUID() as ExhibitId;
      const given = { hearingId, exhibitId, name: shownName(name), lengthBytes, by: authorOf(asker) };
      const token = rooms.exhibits.permit(() => openUpload(rooms, given));
      return done({ exhibitId, url: `${rooms.mediaAddress()}/v1/exhibits/${token}` });
    },
    'exhibit.list': async ({ hearingId }) => {
      const found = viewOf(rooms, hearingId);
      if (!found.ok) return found;
      return done({
        exhibits: found.value.exhibits.map((exhibit) => ({ ...exhibit, url: urlOf(rooms, hearingId, exhibit) })),
      });
    },
  };
}

/** Where a window fetches its bytes. */
export function urlOf(rooms: Rooms, hearingId: HearingId, exhibit: ExhibitPaper): string {
  const file = rooms.exhibits.fileOf(rooms.journals.folderOf(hearingId), exhibit);
  const name = `${exhibit.exhibitId}.${exhibit.format}`;
  return rooms.mediaAddress() + rooms.playback.lend(file, name, exhibitMimes[exhibit.format]);
}

/** Refuses `exhibit.no-room`. */
export function refuseWithoutRoom({ setup, freeBytes }: Rooms, lengthBytes: number): Outcome<void> {
  const hours = hoursLeft(setup.card(), Math.max(0, freeBytes() - lengthBytes));
  if (hours === null || hours >= leastHours) return done(undefined);
  return failed(fault('exhibit.no-room', { hours: Math.floor(hours * 10) / 10 }));
}

/** An exhibit that may be shown or sent. Refuses `exhibit.unknown`, `exhibit.undecided`. */
export function takenExhibitOf(view: HearingView, exhibitId: ExhibitId): Outcome<Exhibit> {
  const found = exhibitOf(view, exhibitId);
  return found.ok && found.value.stage !== 'taken' ? failed(fault('exhibit.undecided', {})) : found;
}

/** The exhibit of this id, or `exhibit.unknown`. */
export function exhibitOf(view: HearingView, exhibitId: ExhibitId): Outcome<Exhibit> {
  const exhibit = view.exhibits.find((each) => each.exhibitId === exhibitId);
  return exhibit === undefined ? failed(fault('exhibit.unknown', {})) : done(exhibit);
}

/** The halls that may show something on our monitors: they are on the line now, and our console has said yes to them. */
export function hallsOnLine(rooms: Pick<Rooms, 'peers'>): readonly HallPeerId[] {
  return rooms.peers.calls
    .all()
    .filter((call) => isLasting(call) && call.isAccepted)
    .map(({ peerId }) => peerId)
    .filter((id) => !isParticipant(id));
}

/** Whether a hall takes part in this hearing: it is on the line, or was, which made it a seat. */
export function isOfHearing(rooms: Pick<Rooms, 'peers'>, { hall }: HearingView, peerId: HallPeerId): boolean {
  const isSeat = hall?.seats.some(({ device }) => device.path === 'remote' && device.peerId === peerId) ?? false;
  return isSeat || hallsOnLine(rooms).includes(peerId);
}

type Given = Readonly<{ hearingId: HearingId; exhibitId: ExhibitId; name: string; lengthBytes: number; by: Author }>;

async function openUpload(rooms: Rooms, given: Given): Promise<Upload | null> {
  const opened = await openPaper(rooms, given, (paper) => noteAdded(rooms, given, paper));
  return opened && { ...opened, lengthBytes: given.lengthBytes };
}

/** Opens a file among the exhibits of a hearing; once it is whole and of a format that may be shown, `keep` journals it, or it is gone again. Null when the disk refuses. */
export async function openPaper(
  rooms: Rooms,
  { hearingId, exhibitId, name }: Readonly<{ hearingId: HearingId; exhibitId: ExhibitId; name: string }>,
  keep: (paper: ExhibitPaper) => Promise<Outcome<unknown>>,
): Promise<Omit<Upload, 'lengthBytes'> | null> {
  const folder = rooms.journals.folderOf(hearingId);
  const file = await rooms.exhibits.open(folder, exhibitId, 0);
  if (file === null) return null;
  return {
    write: file.write,
    leave: () => file.leave(false),
    async finish() {
      const sealed = await file.seal(null);
      if (!sealed.ok) return sealed;
      const paper = { exhibitId, name, ...sealed.value };
      const noted = await rooms.inTurn(() => keep(paper));
      if (!noted.ok) await rooms.exhibits.remove(folder, paper);
      rooms.tellState();
      return noted.ok ? done({ exhibitId }) : noted;
    },
  };
}

async function noteAdded(rooms: Rooms, { hearingId, by }: Given, paper: ExhibitPaper): Promise<Outcome<unknown>> {
  const held = heldHearing(rooms);
  // The hearing for which it was brought has ended meanwhile.
  if (!held.ok || held.value.view.hearingId !== hearingId) return failed(fault('hearing.unknown', {}));
  const body = { ...paper, atUs: held.value.nowUs, isClosed: isSessionClosed(rooms) };
  return rooms.journals.note(hearingId, by, { kind: 'exhibit.added', body });
}
