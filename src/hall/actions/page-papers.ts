import { randomUUID } from 'node:crypto';
import type { JoinPlace } from '#contract/join.ts';
import { paperOf, shownName, type ExhibitPaper } from '#domain/exhibits/exhibit.ts';
import { fault } from '#domain/faults.ts';
import type { HearingView } from '#domain/hearing/view.ts';
import type { ExhibitId } from '#domain/ids.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { refuseDocument } from '#domain/participants/page-document.ts';
import { paperKbps } from '#domain/participants/page-line.ts';
import { isInHearing, type ParticipantSeen } from '#domain/participants/participant.ts';
import type { Invited, LentPaper, ParticipantsEvents } from '../participants/index.ts';
import { mayCall } from './hold-call.ts';
import { exhibitMimes, openPaper, refuseWithoutRoom } from './keep-exhibits.ts';
import { heldHearing, noteBySystem, type Rooms } from './rooms.ts';

type OnPages = Extract<JoinPlace, { say: 'inside' }>['exhibit'];

/** P36: what everybody in the hearing sees of its documents; nothing that is for the bench alone, and nothing while nothing may be carried (L5, P6). */
export function exhibitOnPages(
  { desk }: Pick<Rooms, 'desk'>,
  { shownExhibit: shown, exhibits, interruption }: HearingView,
): OnPages {
  const exhibit = shown && exhibits.find(({ exhibitId }) => exhibitId === shown.exhibitId);
  if (shown == null || exhibit == null || !shown.isForPublic || exhibit.isClosed) return null;
  return desk.isSilenced || interruption !== null ? null : { ...paperOf(exhibit), page: shown.page };
}

/** Who this is, if in the hearing on the screens and seen and heard there now. */
function insideNow(rooms: Rooms, { hearingId, participantId }: Invited): ParticipantSeen | null {
  const view = rooms.desk.hearingId === hearingId ? rooms.journals.view(hearingId) : undefined;
  const seen = view?.participants.find((each) => each.participantId === participantId);
  return seen !== undefined && isInHearing(seen) && mayCall(rooms).ok ? seen : null;
}

/** The file of the exhibit that is on the monitors, for the page of somebody who is in the hearing; null for any other. */
export function paperForPage(rooms: Rooms, whom: Invited, exhibitId: ExhibitId): LentPaper | null {
  const view = rooms.journals.view(whom.hearingId);
  const seen = insideNow(rooms, whom);
  const exhibit = view === undefined ? null : exhibitOnPages(rooms, view);
  if (seen === null || exhibit?.exhibitId !== exhibitId) return null;
  const file = rooms.exhibits.fileOf(rooms.journals.folderOf(whom.hearingId), exhibit);
  const { format, lengthBytes } = exhibit;
  return { file, lengthBytes, mime: exhibitMimes[format], mostKbps: paperKbps(seen.line) };
}

/** P36: a participant hands a document in; it waits for the presiding judge. `rooms` is asked late. */
export function takeDocument(rooms: () => Rooms): ParticipantsEvents['documentOffered'] {
  return async (whom, { name, lengthBytes }) => {
    const { hearingId, participantId } = whom;
    const held = heldHearing(rooms());
    if (!held.ok || held.value.view.hearingId !== hearingId || insideNow(rooms(), whom) === null)
      return failed(fault('participant.not-in-hearing', {}));
    const refused = refuseDocument(held.value.view.exhibits, participantId, lengthBytes);
    if (refused !== null) return failed(refused);
    // How full the court's disk is is nobody's business outside.
    const roomy = refuseWithoutRoom(rooms(), lengthBytes);
    if (!roomy.ok) return failed(fault('participant.not-taken', {}));
    const exhibitId = randomUUID() as ExhibitId;
    const given = { hearingId, exhibitId, name: shownName(name) };
    const opened = await openPaper(rooms(), given, (paper) => noteHandedIn(rooms(), whom, paper));
    return opened === null ? failed(fault('exhibit.unwritable', {})) : done({ ...opened, exhibitId });
  };
}

async function noteHandedIn(rooms: Rooms, whom: Invited, paper: ExhibitPaper): Promise<Outcome<unknown>> {
  const held = heldHearing(rooms);
  const seen = insideNow(rooms, whom);
  if (!held.ok || held.value.view.hearingId !== whom.hearingId || seen === null)
    return failed(fault('participant.not-in-hearing', {}));
  const { participantId, name: participant } = seen;
  const body = { ...paper, atUs: held.value.nowUs, participantId, participant };
  return noteBySystem(rooms, whom.hearingId, { kind: 'exhibit.handed-in', body });
}
