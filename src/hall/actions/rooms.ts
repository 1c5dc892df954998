import type { HallEvents } from '#contract/hall.ts';
import type { StandingMonitors } from '#contract/monitors.ts';
import type { CheckProgress } from '#contract/check-papers.ts';
import type { HallState } from '#contract/papers.ts';
import type { MonitorName } from '#contract/shell.ts';
import type { Asker, Role } from '#contract/call.ts';
import type { PaperLanguage } from '#domain/documents/paper.ts';
import { fault, type Fault } from '#domain/faults.ts';
import type { HearingPhase } from '#domain/hearing/phases.ts';
import { lineNow, type HearingView } from '#domain/hearing/view.ts';
import type { HallPeerId, HearingId, ParticipantId, SeatId } from '#domain/ids.ts';
import type { Author, JournalEntry, JournalNote } from '#domain/journal/entries.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import type { AtUs, TimelineZero } from '#domain/record/timeline.ts';
import type { RuleBook } from '#domain/rule-book.ts';
import type { SoundServer } from '../../../native/sound-server/index.ts';
import type { Archive } from '../archive/index.ts';
import type { BundleProgram, InventoryRoom } from '../diagnostics/index.ts';
import type { CheckReports } from '../check-reports/index.ts';
import type { Cameras } from '../cameras/index.ts';
import type { Directory } from '../directory/index.ts';
import type { Documents } from '../documents/index.ts';
import type { Exhibits } from '../exhibits/index.ts';
import type { Inbox } from '../incidents/index.ts';
import type { Journals } from '../journal/index.ts';
import type { LivePictures } from '../live-pictures/index.ts';
import type { Monitors } from '../monitors/index.ts';
import type { Panels } from '../panels/index.ts';
import type { PageSaid, Peers } from '../peers/index.ts';
import type { People } from '../people/index.ts';
import type { Participants } from '../participants/index.ts';
import type { Playback } from '../playback/index.ts';
import type { Clock, Log } from '../plumbing/index.ts';
import type { Recorder } from '../recorder/index.ts';
import type { Selftest, SignalDesk } from '../selftest/index.ts';
import type { CheckFolders, HallSetup } from '../setup/index.ts';
import type { Alarms } from './alarms.ts';
import type { CallUp } from './call-up-desk.ts';
import type { ItemTest } from './item-test.ts';

/** What lies on the secretary's desk; lost with the process and put together anew from the journals. */
export type Desk = {
  /** The hearing on the screens. */
  hearingId: HearingId | null;
  /** P15.5: the guests of the running test session to whom the support line is open. */
  readonly testLines: Set<ParticipantId>;
  /** P16.3: whom it calls; null before anybody was called. */
  callUp: CallUp | null;
  check: CheckProgress | null;
  /** One thing that is tested alone, for the technician. */
  itemTest: ItemTest | null;
  lastCheck: HallState['lastCheck'];
  /** From the moment someone orders silence until someone orders recording, whatever the journal could still write (L5). */
  isSilenced: boolean;
  /** P6: the session was closed, whether or not the journal could be told. */
  isSessionClosed: boolean;
  /** Called when the call window says that it holds no link any more; null while nobody waits for it. */
  toldDark: (() => void) | null;
  isOpeningDevices: boolean;
  /** What a hall on the line said last of its monitors and is not followed yet; null where nothing waits. */
  theirPage: Readonly<{ peerId: HallPeerId; said: PageSaid }> | null;
  /** `again`: more was said while the last of it was followed. */
  followingPage: 'no' | 'once' | 'again';
  /** How the windows stand on their monitors, as the shell told it last; null: it has not yet. */
  displays: Readonly<{ missing: readonly MonitorName[]; standing: StandingMonitors }> | null;
  /** Until when the monitors say which one each is. */
  monitorsNamedUntilMs: number | null;
  /** The recorder reported on an open plan since all devices were closed. */
  areDevicesOpen: boolean;
  /** Why recording that should run does not. */
  hindrance: Fault | null;
};

/** Nothing lies on the desk of a service that has just started. */
export function emptyDesk(): Desk {
  return {
    hearingId: null,
    testLines: new Set(),
    callUp: null,
    check: null,
    itemTest: null,
    lastCheck: null,
    isSilenced: false,
    isSessionClosed: false,
    toldDark: null,
    isOpeningDevices: false,
    theirPage: null,
    followingPage: 'no',
    displays: null,
    monitorsNamedUntilMs: null,
    areDevicesOpen: false,
    hindrance: null,
  };
}

/** Everything an action may need, handed over by main. */
export type Rooms = Readonly<{
  clock: Clock;
  log: Log;
  rules: RuleBook;
  training: boolean;
  setup: HallSetup;
  people: People;
  checkFolders: CheckFolders;
  journals: Journals;
  archive: Archive;
  recorder: Recorder;
  selftest: Selftest;
  /** What the check plays through the hall's loudspeakers. */
  signals: SignalDesk;
  checkReports: CheckReports;
  playback: Playback;
  peers: Peers;
  participants: Participants;
  directory: Directory;
  documents: Documents;
  inventory: InventoryRoom;
  bundle: BundleProgram;
  exhibits: Exhibits;
  /** Incidents that belong to no hearing. */
  inbox: Inbox;
  monitors: Monitors;
  panels: Panels;
  soundServer: Pick<SoundServer, 'listSources' | 'listOpenCaptures'>;
  cameras: Cameras;
  livePictures: LivePictures;
  /** Free bytes on the record's disk, as they were a few seconds ago. */
  freeBytes(): number;
  /** The hall's card changed; what follows from it beyond the seats. */
  cardChanged(): void;
  desk: Desk;
  alarms: Alarms;
  /** Acts that look at a phase and change it come one after another. */
  inTurn<Value>(act: () => Promise<Value>): Promise<Value>;
  /** Sends the state to all windows, soon or `at-once`. */
  tellState(how?: 'at-once'): void;
  /** Tells all windows, or those of one role. */
  tell<Name extends keyof HallEvents>(event: Name, body: HallEvents[Name], to?: Role): void;
  issueTicket(role: Role): string;
  /** `http://127.0.0.1:<port>`, before the path of a playable copy. */
  mediaAddress(): string;
  /** A file in the export folder that is not there yet. */
  exportFile(view: HearingView, fromUs: AtUs, ending: string): string;
  /** A name for a request's files that is not taken yet, without folder and ending. */
  requestName(view: HearingView, language: PaperLanguage): string;
  /** The same for the files of an act. */
  actName(view: HearingView, language: PaperLanguage): string;
}>;

const authors: Readonly<Record<Role, Author['role']>> = {
  console: 'secretary',
  bench: 'judge',
  specialist: 'specialist',
  recorder: 'system',
  call: 'system',
  'sound-path': 'system',
  screen: 'system',
  shell: 'system',
};
/** Who is written into the journal: the person signed in; in a hall without people, and on the bench, the window's own role. */
export function authorOf({ role, person }: Asker): Author {
  return person === null ? { role: authors[role], name: '' } : { role: person.duty, name: person.name };
}
export const systemAuthor: Author = { role: 'system', name: '' };

/** Whether the hearing has begun and not ended. */
export function isRunning(phase: HearingPhase): boolean {
  return phase !== 'planned' && phase !== 'checked' && phase !== 'ended';
}

/** The hearing of this id, or `hearing.unknown`. */
export function viewOf(rooms: Rooms, hearingId: HearingId): Outcome<HearingView> {
  const view = rooms.journals.view(hearingId);
  return view === undefined ? failed(fault('hearing.unknown', {})) : done(view);
}

/** The hearing that is being held, if any. There is at most one, and it is on the desk. */
export function runningHearing(rooms: Pick<Rooms, 'desk' | 'journals'>): HearingView | null {
  const view = rooms.desk.hearingId === null ? undefined : rooms.journals.view(rooms.desk.hearingId);
  return view !== undefined && isRunning(view.phase) ? view : null;
}

/** Above this somebody speaks; a pause between words is so far below them. */
const speechFromDbfs = -40;
const pauseBelowSpeechDb = 20;

/** How loud the pauses of a microphone were in the check of the hearing that is held; null where that was not measured. */
export function checkedFloorDbfs(rooms: Pick<Rooms, 'desk' | 'journals'>, seatId: SeatId): number | null {
  const checked = runningHearing(rooms)?.lastChecked?.items.find(
    (item) => item.kind === 'microphone' && item.subject === seatId,
  );
  const { floorDbfs, levelDbfs } = checked?.figures ?? {};
  if (floorDbfs === undefined || levelDbfs === undefined) return null;
  // Where somebody spoke without a pause, the quietest moment is speech too and tells nothing of the room.
  const wasPause = levelDbfs < speechFromDbfs || levelDbfs - floorDbfs > pauseBelowSpeechDb;
  return wasPause ? floorDbfs : null;
}

/** The hearing that is being held with its zero, or `hearing.unknown`. */
export function heldHearing(rooms: Rooms): Outcome<Readonly<{ view: HearingView; zero: TimelineZero; nowUs: AtUs }>> {
  const view = runningHearing(rooms);
  if (!view?.zero) return failed(fault('hearing.unknown', {}));
  return done({ view, zero: view.zero, nowUs: lineNow(view, clockNow(rooms.clock)) });
}

/** All clocks at one moment. */
export function clockNow(clock: Clock): TimelineZero {
  return { wallMs: clock.wallMs(), monotonicUs: clock.monotonicUs(), bootId: clock.bootId };
}

/** Journals what nobody asked for; where even that fails an alarm stands, because a silent hole is the worst of all. */
export async function noteBySystem(
  rooms: Pick<Rooms, 'journals' | 'alarms'>,
  hearingId: HearingId,
  note: JournalNote,
  when: 'now' | 'soon' = 'now',
): Promise<Outcome<JournalEntry>> {
  const noted = await rooms.journals.note(hearingId, systemAuthor, note, when);
  if (noted.ok) rooms.alarms.clearAll('archive.unwritable');
  else rooms.alarms.raise(noted.fault);
  return noted;
}
