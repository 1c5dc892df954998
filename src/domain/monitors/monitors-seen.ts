import type { ExhibitId, ParticipantId, PartyId } from '../ids.ts';
import type { JournalEntry } from '../journal/entries.ts';
import type { AtUs } from '../record/timeline.ts';
import type { Arrangement, LayoutChoice, Voice } from './layout.ts';

/** What a hearing's journal says of the public's monitors and of the loudspeakers. */
export type MonitorBodies = Readonly<{
  /** From here the public's monitors are filled so; also at the hearing's opening, as they were left by the one before. */
  'monitors.arranged': { atUs: AtUs; choice: LayoutChoice; spotlight: PartyId | null };
  /** Who is heard to speak from here on; whoever on the line that is, is the large picture where the layout has one. */
  'monitors.followed': { atUs: AtUs; voice: Voice | null };
  /** Nobody on the line is played or handed on to others any more, or everybody is again. The record has all of them throughout. */
  'line.muted-all': { atUs: AtUs; isMuted: boolean };
  /** How loud this hall's loudspeakers play whoever is on the line, 0 to 100 %. */
  'line.volume-set': { atUs: AtUs; volumePercent: number };
}>;

export type MonitorKind = keyof MonitorBodies;
export type MonitorEntry = Extract<JournalEntry, { kind: MonitorKind }>;

/** The monitors and loudspeakers of one hearing, folded from its journal. */
export type MonitorsSeen = Readonly<{
  /** Null: nobody has said anything in this hearing. */
  arranged: Arrangement | null;
  /** Null while nobody is muted by the one order for all; else who was given the word in spite of it. */
  mutedAll: Readonly<{ except: readonly ParticipantId[] }> | null;
}>;

export const nothingSaid: MonitorsSeen = { arranged: null, mutedAll: null };

const kinds: readonly string[] = [
  'monitors.arranged',
  'monitors.followed',
  'line.muted-all',
  'line.volume-set',
] satisfies readonly MonitorKind[];

/** Whether an entry is about monitors or loudspeakers. */
export function isOfMonitors(entry: JournalEntry): entry is MonitorEntry {
  return kinds.includes(entry.kind);
}

/** After one more entry. `publicExhibit`: the document that the public sees at that moment. */
export function foldMonitors(seen: MonitorsSeen, entry: JournalEntry, publicExhibit: ExhibitId | null): MonitorsSeen {
  if (entry.kind === 'monitors.arranged') {
    const { choice, spotlight } = entry.body;
    return { ...seen, arranged: { choice, spotlight, besideExhibit: publicExhibit } };
  }
  if (entry.kind === 'line.muted-all') return { ...seen, mutedAll: entry.body.isMuted ? { except: [] } : null };
  if (entry.kind !== 'participant.muted' || seen.mutedAll === null) return seen;
  const { participantId, isMuted } = entry.body;
  const others = seen.mutedAll.except.filter((id) => id !== participantId);
  return { ...seen, mutedAll: { except: isMuted ? others : [...others, participantId] } };
}

/** Whether a participant is muted, by an order of their own or by the one for all. */
export function isMutedIn(
  { mutedAll }: MonitorsSeen,
  { participantId, isMuted }: Readonly<{ participantId: ParticipantId; isMuted: boolean }>,
): boolean {
  return isMuted || (mutedAll !== null && !mutedAll.except.includes(participantId));
}
