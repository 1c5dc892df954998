import { shownName, type ExhibitPaper } from '#domain/exhibits/exhibit.ts';
import { fault } from '#domain/faults.ts';
import type { HallPeerId, HearingId } from '#domain/ids.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import type { ExhibitFile } from '../exhibits/index.ts';
import type { IncomingExhibit, PeersEvents } from '../peers/index.ts';
import { mayCall } from './hold-call.ts';
import { isOfHearing, refuseWithoutRoom } from './keep-exhibits.ts';
import { showWaiting } from './show-exhibit.ts';
import { heldHearing, noteBySystem, runningHearing, type Rooms } from './rooms.ts';

/**
 * P36: another hall offers a document. It is taken while a hearing is held in which that hall takes part, in open
 * session (P6) and while it may be recorded (L5). `rooms` is asked late.
 */
export function takeExhibit(rooms: () => Rooms): PeersEvents['takeExhibit'] {
  return async (peerId, offered) => {
    const { exhibits, journals } = rooms();
    const paper = { ...offered, name: shownName(offered.name) };
    const view = runningHearing(rooms());
    if (view === null) return 'no-hearing';
    if (!mayCall(rooms()).ok) return 'closed';
    if (!isOfHearing(rooms(), view, peerId)) return 'not-on-line';
    const folder = journals.folderOf(view.hearingId);
    const known = view.exhibits.find(({ exhibitId }) => exhibitId === paper.exhibitId);
    if (known !== undefined && known.sha256 !== paper.sha256) return 'altered';
    if (known !== undefined) return (await exhibits.isThere(folder, known)) ? 'here' : 'altered';
    if (!refuseWithoutRoom(rooms(), paper.lengthBytes).ok) return 'no-room';
    const file = await exhibits.open(folder, paper.exhibitId, paper.lengthBytes);
    return file === null ? 'no-room' : incoming(rooms(), file, { peerId, paper, hearingId: view.hearingId, folder });
  };
}

type From = Readonly<{ peerId: HallPeerId; paper: ExhibitPaper; hearingId: HearingId; folder: string }>;

function incoming(rooms: Rooms, file: ExhibitFile, from: From): IncomingExhibit {
  return {
    fromByte: file.lengthBytes,
    write: file.write,
    leave: file.leave,
    async finish() {
      const sealed = await file.seal(from.paper);
      if (!sealed.ok) return sealed;
      const noted = await rooms.inTurn(() => noteReceived(rooms, from));
      if (!noted.ok) await rooms.exhibits.remove(from.folder, from.paper);
      rooms.tellState();
      if (noted.ok) void showWaiting(rooms);
      return noted;
    },
  };
}

async function noteReceived(rooms: Rooms, { peerId, paper, hearingId }: From): Promise<Outcome<void>> {
  const held = heldHearing(rooms);
  if (!held.ok || held.value.view.hearingId !== hearingId) return failed(fault('hearing.unknown', {}));
  const allowed = mayCall(rooms);
  if (!allowed.ok) return allowed;
  const { court, hall } = rooms.peers.get(peerId) ?? { court: '', hall: '' };
  const body = { ...paper, atUs: held.value.nowUs, peerId, court, hall };
  const noted = await noteBySystem(rooms, hearingId, { kind: 'exhibit.received', body });
  return noted.ok ? done(undefined) : noted;
}
