import type { HearingCard, PartyRole, Proceedings } from '#domain/hearing/card.ts';
import { clockTime, dayAround } from '../../ui/clock.ts';

/** What stands in the form while it is being filled; the time as typed, "9:30" or "09.30". */
export type CardDraft = Readonly<{
  caseNumber: string;
  proceedings: Proceedings;
  judge: string;
  secretary: string;
  time: string;
  parties: readonly Readonly<{ role: PartyRole; name: string }>[];
}>;
export type DraftField = 'caseNumber' | 'judge' | 'time';

const quarterMs = 15 * 60_000;

/** A draft for a new hearing at the next quarter of an hour. */
export function newDraft(nowMs: number, people: Readonly<{ judge: string; secretary: string }>): CardDraft {
  return {
    caseNumber: '',
    proceedings: 'civil',
    ...people,
    time: clockTime(Math.ceil(nowMs / quarterMs) * quarterMs),
    parties: [
      { role: 'claimant', name: '' },
      { role: 'defendant', name: '' },
    ],
  };
}

export function draftOf(card: HearingCard): CardDraft {
  const { caseNumber, proceedings, judge, secretary, parties, plannedAtMs } = card;
  return { caseNumber, proceedings, judge, secretary, parties, time: clockTime(plannedAtMs) };
}

/** Minutes since midnight, or null for what is no time of day. */
export function minutesOfDay(time: string): number | null {
  const [, hours, minutes] = /^\s*(\d{1,2})\s*[:.\s]\s*(\d{2})\s*$/.exec(time) ?? [];
  if (hours === undefined || minutes === undefined || Number(hours) > 23 || Number(minutes) > 59) return null;
  return Number(hours) * 60 + Number(minutes);
}

/** The card on the day of `dayMs`, or the fields that still lack something. Lines without a name are left out. */
export function cardOf(
  draft: CardDraft,
  dayMs: number,
): Readonly<{ card: HearingCard } | { missing: readonly DraftField[] }> {
  const minutes = minutesOfDay(draft.time);
  const missing: DraftField[] = [];
  if (draft.caseNumber.trim() === '') missing.push('caseNumber');
  if (draft.judge.trim() === '') missing.push('judge');
  if (minutes === null) return { missing: [...missing, 'time'] };
  if (missing.length > 0) return { missing };
  return {
    card: {
      caseNumber: draft.caseNumber.trim(),
      proceedings: draft.proceedings,
      judge: draft.judge.trim(),
      secretary: draft.secretary.trim(),
      parties: draft.parties.map(({ role, name }) => ({ role, name: name.trim() })).filter(({ name }) => name !== ''),
      plannedAtMs: dayAround(dayMs).fromMs + minutes * 60_000,
    },
  };
}
