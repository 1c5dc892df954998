/**
 * The room of those who take part from pages of their own (P9, P15.4). Owns the HTTPS port for them, the hall's authority
 * that browsers may trust, participants.json (hashes of links and code words, wrong tries), one line to each page, the papers
 * that go to pages and come from them (P36), and the streams by which their lines are measured (P38).
 * Promises: only whoever has the link and says the code word gets a word in; nothing of the case and no frame about a call
 * reaches a page that was not admitted; everything that a stranger may send is limited in size, rate and time. Never
 * decides who is admitted: that stands in the journal, and main hands over what each page may see. Woken by main, actions
 * and strangers; closed by main before the journals.
 */
export { openRoom } from './open-room.ts';
export type {
  DoorRefusal,
  HearingAct,
  IncomingDocument,
  Invited,
  LentPaper,
  PageCounted,
  Participants,
  ParticipantsEvents,
  ParticipantsOrder,
  PartyPort,
} from './door.ts';
