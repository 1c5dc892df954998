import { checkedGood } from './checked-good.ts';
import { causeKey, isOver, type IncidentSeen } from './incident.ts';
import type { CourtSide, IncidentBodies } from './incident-entries.ts';
import type { IncidentId } from '../ids.ts';
import type { Author, JournalEntry, JournalNote } from '../journal/entries.ts';

/** P19: a break for technical reasons by the clock of the hall, Unix ms; `toMs` null while it lasts. */
export type TechnicalBreak = Readonly<{ fromMs: number; toMs: number | null; note: string }>;

/** All incidents of a hearing, or of the hall's own inbox, in the order in which they were opened. */
export type IncidentsSeen = Readonly<{
  side: CourtSide;
  list: readonly IncidentSeen[];
  breaks: readonly TechnicalBreak[];
}>;
export const noIncidents: IncidentsSeen = { side: 'hearing', list: [], breaks: [] };

/** What is folded: an entry of a journal, or a line of the hall's inbox, which has no chain. */
export type SaidOfIncidents = JournalNote & Readonly<{ wallMs: number; author: Author }>;
export type IncidentEntry = Extract<JournalEntry, { kind: keyof IncidentBodies }>;

export function isOfIncidents(entry: JournalEntry): entry is IncidentEntry {
  return entry.kind.startsWith('incident.') || entry.kind.startsWith('act.');
}

/** The incidents after one more entry. */
export function foldIncidents(seen: IncidentsSeen, entry: SaidOfIncidents): IncidentsSeen {
  return isSaidOfIncident(entry) ? foldSaid(seen, entry) : foldFact(seen, entry);
}

type Said = Extract<SaidOfIncidents, { kind: `incident.${string}` }>;
function isSaidOfIncident(entry: SaidOfIncidents): entry is Said {
  return entry.kind.startsWith('incident.');
}

/** What was entered of an incident, by a person or by the hall. */
function foldSaid(seen: IncidentsSeen, entry: Said): IncidentsSeen {
  const { wallMs: atMs, author: by } = entry;
  const change = (id: IncidentId, part: (incident: IncidentSeen) => Partial<IncidentSeen>): IncidentsSeen => ({
    ...seen,
    list: seen.list.map((each) => (each.incidentId === id ? { ...each, ...part(each) } : each)),
  });
  switch (entry.kind) {
    case 'incident.side-chosen':
      return { ...seen, side: entry.body.side };
    case 'incident.opened': {
      const { incidentId, side, cause, thing, sinceMs, atUs } = entry.body;
      const opened: IncidentSeen = {
        ...{ incidentId, side, cause, thing, sinceMs, openedAtMs: atMs, openedBy: by, isInHearing: atUs > 0 },
        ...{ accepted: null, tellings: [], estimates: [], restored: null, notRestored: null, decisions: [] },
      };
      return { ...seen, list: [...seen.list, opened] };
    }
    case 'incident.told': {
      const { incidentId, to, name, way, peerId = null } = entry.body;
      return change(incidentId, ({ tellings }) => ({ tellings: [...tellings, { to, name, way, peerId, atMs, by }] }));
    }
    case 'incident.estimated': {
      const { incidentId, restoreByMs, said } = entry.body;
      // Whoever names a time again has not given up.
      return change(incidentId, ({ estimates }) => ({
        estimates: [...estimates, { restoreByMs, said, atMs, by }],
        notRestored: null,
      }));
    }
    case 'incident.restored': {
      const { incidentId, note } = entry.body;
      return change(incidentId, () => ({ restored: { atMs, by, isMeasured: false, note } }));
    }
    case 'incident.not-restored': {
      const { incidentId, note } = entry.body;
      return change(incidentId, () => ({ notRestored: { atMs, by, note } }));
    }
    case 'incident.decided': {
      const { incidentId, choice, byOralOrder } = entry.body;
      return change(incidentId, ({ decisions }) => ({ decisions: [...decisions, { choice, byOralOrder, atMs, by }] }));
    }
  }
}

/**
 * What the hall itself measures restores an incident without a person's word: a check that finds the item in order, an alarm
 * whose cause is over, a line that is back. An alarm that a person took off restores nothing.
 */
function foldFact(seen: IncidentsSeen, entry: SaidOfIncidents): IncidentsSeen {
  const { wallMs: atMs, author: by } = entry;
  const measureGood = (isGood: (incident: IncidentSeen) => boolean): IncidentsSeen => ({
    ...seen,
    list: seen.list.map((each) =>
      each.restored === null && isGood(each) ? { ...each, restored: { atMs, by, isMeasured: true, note: '' } } : each,
    ),
  });
  if (entry.kind === 'hearing.opened' && entry.body.override !== null) {
    const accepted = { ...entry.body.override, atMs };
    return { ...seen, list: seen.list.map((each) => (isOver(each) ? each : { ...each, accepted })) };
  }
  if (entry.kind === 'hearing.checked')
    return measureGood(({ cause }) => cause.source === 'check' && checkedGood(cause.item, entry.body.items));
  if (entry.kind === 'alarm.cleared' && entry.body.reason === undefined) {
    const key = causeKey({ source: 'alarm', fault: entry.body.fault, code: '', peerId: null });
    return measureGood(({ cause }) => causeKey(cause) === key);
  }
  if (entry.kind === 'link.connected')
    return measureGood(({ cause }) => cause.source === 'alarm' && cause.peerId === entry.body.peerId);
  if (entry.kind === 'hearing.paused') {
    const breaks = ended(seen.breaks, atMs);
    if (entry.body.pause !== 'technical-break') return { ...seen, breaks };
    return { ...seen, breaks: [...breaks, { fromMs: atMs, toMs: null, note: entry.body.note }] };
  }
  if (entry.kind === 'hearing.resumed' || entry.kind === 'hearing.ended')
    return { ...seen, breaks: ended(seen.breaks, atMs) };
  return seen;
}

function ended(breaks: readonly TechnicalBreak[], toMs: number): readonly TechnicalBreak[] {
  return breaks.map((each) => (each.toMs === null ? { ...each, toMs } : each));
}
