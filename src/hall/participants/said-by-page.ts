import type { JoinAct, JoinPlace } from '#contract/join.ts';
import type { PartyFrame } from '#contract/party-link.ts';
import type { RoomFrame } from '#contract/private-room.ts';
import type { HearingAct } from './door.ts';

/** What is heard of a page where it stands. */
export function isHeard(said: JoinAct, place: JoinPlace | null): boolean {
  if (said.say === 'problem' || said.say === 'measured') return true;
  if (said.say === 'document') return place?.say === 'inside' && !place.isCut;
  // An official reports who has come before anybody is let in.
  if (said.say === 'attendance') return place?.role === 'official' && ['wait', 'inside'].includes(place.say);
  if (said.say === 'checked') return place?.say === 'test';
  return place?.say === (said.say === 'end-private' ? 'private' : 'inside');
}

/** What is between the page and this room alone: its papers and its line. */
export type PagesOwn = Exclude<JoinAct, { say: 'leave' } | HearingAct>;

export function isPagesOwn(said: HearingAct | PagesOwn): said is PagesOwn {
  return said.say === 'document' || said.say === 'document-stop' || said.say === 'measured';
}

export function isRoomFrame(said: JoinAct | PartyFrame | RoomFrame): said is RoomFrame {
  return said.say.startsWith('room.');
}

export function isFrame(said: JoinAct | PartyFrame): said is PartyFrame {
  return said.say.startsWith('call.');
}

export function mayBeCarried(place: JoinPlace | null): boolean {
  switch (place?.say) {
    case undefined:
    case 'wait':
    case 'private':
      return false;
    case 'test':
      return place.isOnLine;
    case 'inside':
      return !place.isCut;
  }
}
