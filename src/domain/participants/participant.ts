import { paperOf, type ExhibitPaper } from '../exhibits/exhibit.ts';
import { fault, type Fault } from '../faults.ts';
import type { ParticipantId } from '../ids.ts';
import type { JournalEntry } from '../journal/entries.ts';
import type { PageLineSeen } from './page-line.ts';
import type { SoundChannel } from './interpretation.ts';
import {
  participantRights,
  type Attendance,
  type PageLanguage,
  type ParticipantBodies,
  type ParticipantRight,
  type ParticipantRole,
} from './participant-entries.ts';

/** Where a participant stands; words under `participants.stages.<stage>`. Only in `admitted` and `identified` is anything carried. */
export const participantStages = [
  'invited',
  'waiting',
  'admitted',
  'identified',
  'left',
  'turned-away',
  'removed',
  'withdrawn',
] as const;
export type ParticipantStage = (typeof participantStages)[number];

/** P36: how it goes by the page and by the hall; null while that side has not said. */
export type RightSeen = Readonly<{ page: boolean | null; hall: boolean | null }>;
export type Direction = Readonly<{ text: string; wallMs: number }>;

/** One participant, folded from the hearing's journal. */
export type ParticipantSeen = Readonly<{
  participantId: ParticipantId;
  name: string;
  role: ParticipantRole;
  stage: ParticipantStage;
  language: PageLanguage | null;
  /** P9: the newest decision since the code word was last given; `byOralOrder` until the judge decides on the bench. */
  identity: Readonly<{ isConfirmed: boolean; byOralOrder: boolean }> | null;
  isMuted: boolean;
  isHandRaised: boolean;
  channel: SoundChannel;
  /** P29: null where it is to be asked (again). */
  isUnder16Present: boolean | null;
  problem: Readonly<{ text: string; wallMs: number }> | null;
  /** P26: what the official of an institution reported last. */
  attendance: Readonly<{ people: readonly Attendance[]; wallMs: number }> | null;
  /** Newest last, the last few. */
  directions: readonly Direction[];
  rights: Readonly<Record<ParticipantRight, RightSeen>>;
  /** P9: the photograph of the motion. */
  photo: ExhibitPaper | null;
  /** P38: the newest measurement of the page's line. */
  line: PageLineSeen | null;
}>;

export type ParticipantKind = keyof ParticipantBodies;
export type ParticipantEntry = Extract<JournalEntry, { kind: ParticipantKind }>;

const shownDirections = 5;
const nobodySaid = Object.fromEntries(
  participantRights.map((right) => [right, { page: null, hall: null }]),
) as ParticipantSeen['rights'];
/** What does not outlast a new coming in: somebody else may sit there. */
const asNew = {
  identity: null,
  isHandRaised: false,
  channel: 'both',
  isUnder16Present: null,
  problem: null,
  directions: [],
  rights: nobodySaid,
} as const;

/** Whether an entry is about participants. */
export function isOfParticipants(entry: JournalEntry): entry is ParticipantEntry {
  return entry.kind.startsWith('participant.');
}

/** Whether the participant is in the hearing: hears, sees and is heard. */
export function isInHearing({ stage }: Pick<ParticipantSeen, 'stage'>): boolean {
  return stage === 'admitted' || stage === 'identified';
}

/** The participants after one more entry about them. */
export function foldParticipants(
  participants: readonly ParticipantSeen[],
  entry: ParticipantEntry,
): readonly ParticipantSeen[] {
  const { participantId } = entry.body;
  if (entry.kind === 'participant.invited' && !participants.some((each) => each.participantId === participantId)) {
    const { name, role } = entry.body;
    const none = { photo: null, line: null, attendance: null } as const;
    const fresh = { stage: 'invited', language: null, isMuted: false, ...none, ...asNew } as const;
    return [...participants, { participantId: entry.body.participantId, name, role, ...fresh }];
  }
  const isMeant = (seen: ParticipantSeen): boolean =>
    participantId === null
      ? entry.kind === 'participant.directed' && isInHearing(seen)
      : seen.participantId === participantId;
  return participants.map((seen) => (isMeant(seen) ? { ...seen, ...changeOf(seen, entry) } : seen));
}

function changeOf(seen: ParticipantSeen, entry: ParticipantEntry): Partial<ParticipantSeen> {
  switch (entry.kind) {
    case 'participant.invited': {
      const { name, role } = entry.body;
      return seen.stage === 'withdrawn' ? { name, role, stage: 'invited' } : { name, role };
    }
    case 'participant.withdrawn':
      return { stage: 'withdrawn', ...asNew };
    case 'participant.joined': {
      const { how, language } = entry.body;
      return how === 'return' && isInHearing(seen) ? { language } : { stage: 'waiting', language, ...asNew };
    }
    case 'participant.left':
      return entry.body.how === 'asked' ? { stage: 'left', isHandRaised: false } : { isHandRaised: false };
    case 'participant.admitted':
      return { stage: 'admitted', identity: null, isMuted: false };
    case 'participant.turned-away':
      return { stage: 'turned-away' };
    case 'participant.removed':
      return { stage: 'removed', isHandRaised: false };
    case 'participant.identified': {
      const { isConfirmed, byOralOrder } = entry.body;
      return { stage: isConfirmed ? 'identified' : 'admitted', identity: { isConfirmed, byOralOrder } };
    }
    case 'participant.muted':
      return { isMuted: entry.body.isMuted };
    case 'participant.directed': {
      const direction = { text: entry.body.text, wallMs: entry.wallMs };
      return { directions: [...seen.directions, direction].slice(-shownDirections) };
    }
    case 'participant.photo-added':
      return { photo: paperOf(entry.body) };
    case 'participant.measured': {
      const { attempt, measured } = entry.body;
      return { line: { attempts: attempt, measured, wallMs: entry.wallMs } };
    }
    case 'participant.channel':
      return { channel: entry.body.channel };
    case 'participant.hand':
      return { isHandRaised: entry.body.isRaised };
    case 'participant.problem':
      return { problem: { text: entry.body.text, wallMs: entry.wallMs } };
    case 'participant.attendance':
      return { attendance: { people: entry.body.people, wallMs: entry.wallMs } };
    case 'participant.under-16':
      return { isUnder16Present: entry.body.isPresent };
    case 'participant.confirmed': {
      const { right, isGood, by } = entry.body;
      return { rights: { ...seen.rights, [right]: { ...seen.rights[right], [by]: isGood } } };
    }
    case 'participant.refused':
      return {};
  }
}

/** P6: whoever was in the hearing waits outside from here on, and is admitted anew or not at all. */
export function sentOut(participants: readonly ParticipantSeen[]): readonly ParticipantSeen[] {
  return participants.map((seen) => (isInHearing(seen) ? { ...seen, ...asNew, stage: 'waiting' } : seen));
}

/** P29: after a break it is asked again who is in the room. */
export function askedAnew(participants: readonly ParticipantSeen[]): readonly ParticipantSeen[] {
  return participants.map((seen) => ({ ...seen, isUnder16Present: null }));
}

/** The acts of the court about one participant. */
export type ParticipantAct = 'admit' | 'turn-away' | 'remove' | 'identify' | 'mute';

/** Refuses `participant.wrong-stage`, and `participant.not-here` for whoever cannot be admitted because nobody waits. */
export function refuseAct(act: ParticipantAct, seen: ParticipantSeen, isHere: boolean): Fault | null {
  const isRight = act === 'admit' || act === 'turn-away' ? seen.stage === 'waiting' : isInHearing(seen);
  if (!isRight) return fault('participant.wrong-stage', {});
  return act === 'admit' && !isHere ? fault('participant.not-here', {}) : null;
}
