import type { ExhibitId, ParticipantId } from '../ids.ts';
import type { JournalEntry } from '../journal/entries.ts';
import type { Arrangement } from './layout.ts';
import type { MonitorBodies } from './monitor-entries.ts';

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
