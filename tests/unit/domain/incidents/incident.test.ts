import { describe, expect, test } from 'vitest';
import type { CheckItem } from '#domain/check/check-item.ts';
import { fault } from '#domain/faults.ts';
import type { HallPeerId, IncidentId } from '#domain/ids.ts';
import {
  dueAddressee,
  isOver,
  isTechnicalFailure,
  refuseDecision,
  refuseEstimate,
  refuseNotRestored,
  refuseRestored,
  refuseTelling,
  restoreBy,
  stageOf,
  unreportedItems,
  type IncidentSeen,
} from '#domain/incidents/incident.ts';
import type { CourtSide, IncidentCause } from '#domain/incidents/incident-entries.ts';
import { foldIncidents, noIncidents, type IncidentsSeen } from '#domain/incidents/incidents-seen.ts';
import type { JournalNote } from '#domain/journal/entries.ts';

const incidentId = 'one' as IncidentId;
const item: CheckItem = {
  subject: 'judge',
  kind: 'microphone',
  verdict: 'bad',
  findings: ['silent'],
  figures: { levelDbfs: -91 },
};
const checkCause: IncidentCause = { source: 'check', item };
const silence = fault('signal.silent', { seat: 'judge' });
const atMs = 1_000_000;
const by = { role: 'secretary', name: 'A. Sample' } as const;

function after(notes: readonly JournalNote[], from: IncidentsSeen = noIncidents): IncidentsSeen {
  return notes.reduce(
    (seen, note, index) => foldIncidents(seen, { ...note, wallMs: atMs + index * 1000, author: by }),
    from,
  );
}
const opened = (cause: IncidentCause = checkCause, side: CourtSide = 'hearing', atUs = 0): JournalNote => ({
  kind: 'incident.opened',
  body: { atUs, incidentId, side, cause, thing: { name: '', place: 'judge' }, sinceMs: atMs },
});
const told = (to: 'organiser' | 'specialist' | 'judge'): JournalNote => ({
  kind: 'incident.told',
  body: { atUs: 0, incidentId, to, name: 'B. Sample', way: 'telephone' },
});
const estimated: JournalNote = {
  kind: 'incident.estimated',
  body: { atUs: 0, incidentId, restoreByMs: atMs + 60_000, said: 'C. Sample' },
};
const notRestored: JournalNote = { kind: 'incident.not-restored', body: { atUs: 0, incidentId, note: 'no spare' } };
const restored: JournalNote = { kind: 'incident.restored', body: { atUs: 0, incidentId, note: '' } };
const decided = (choice: 'continue' | 'adjourn'): JournalNote => ({
  kind: 'incident.decided',
  body: { atUs: 0, incidentId, choice, byOralOrder: true },
});
const only = (notes: readonly JournalNote[]): IncidentSeen => after(notes).list[0]!;
const refusal = (outcome: ReturnType<typeof refuseDecision>): unknown => (outcome.ok ? null : outcome.fault);

describe('P17, P23: who is told', () => {
  test('P17: the court that hears the case tells the organiser; telling the judge besides (P14) is not enough', () => {
    expect(dueAddressee('hearing')).toEqual({ to: 'organiser', paragraph: 17 });
    expect(stageOf(only([opened()]))).toBe('open');
    expect(stageOf(only([opened(), told('judge'), told('specialist')]))).toBe('open');
    expect(stageOf(only([opened(), told('organiser')]))).toBe('told');
  });

  test('P23: the assisting court tells its technical specialist', () => {
    expect(dueAddressee('assisting')).toEqual({ to: 'specialist', paragraph: 23 });
    expect(stageOf(only([opened(checkCause, 'assisting'), told('organiser')]))).toBe('open');
    expect(stageOf(only([opened(checkCause, 'assisting'), told('specialist')]))).toBe('told');
  });

  test('P17, P23: whoever was told, when, how and by whom is kept; of what works again nobody is told', () => {
    expect(only([opened(), told('organiser')]).tellings).toEqual([
      { to: 'organiser', name: 'B. Sample', way: 'telephone', peerId: null, atMs: atMs + 1000, by },
    ]);
    expect(refuseTelling(only([opened()])).ok).toBe(true);
    expect(refusal(refuseTelling(only([opened(), restored])))).toEqual(fault('incident.restored', {}));
  });
});

describe('P24: until when it is restored', () => {
  const soonMs = atMs + 60_000;

  test.each([
    ['hearing', 17],
    ['assisting', 23],
  ] as const)('a time is refused before anybody was told, by the paragraph of the %s court', (side, paragraph) => {
    const incident = only([opened(checkCause, side)]);
    expect(refusal(refuseEstimate(incident, soonMs, atMs))).toEqual(fault('incident.untold', { paragraph }));
    expect(refusal(refuseNotRestored(incident))).toEqual(fault('incident.untold', { paragraph }));
  });

  test('a time that has passed is refused', () => {
    const incident = only([opened(), told('specialist')]);
    expect(refusal(refuseEstimate(incident, atMs, atMs))).toEqual(fault('incident.term-past', {}));
    expect(refuseEstimate(incident, soonMs, atMs).ok).toBe(true);
  });

  test('the newest time counts, and its end changes nothing by itself', () => {
    const later: JournalNote = {
      kind: 'incident.estimated',
      body: { atUs: 0, incidentId, restoreByMs: atMs + 120_000, said: 'C. Sample' },
    };
    const incident = only([opened(), told('organiser'), estimated, later]);
    expect([stageOf(incident), restoreBy(incident), incident.estimates.length]).toEqual(['awaited', atMs + 120_000, 2]);
  });
});

describe('P25, P18: to continue or to adjourn', () => {
  test('P25: nobody decides before a time was named', () => {
    const incident = only([opened(), told('organiser')]);
    expect(refusal(refuseDecision(incident))).toEqual(fault('incident.no-term', {}));
    expect(refuseDecision(only([opened(), told('organiser'), estimated])).ok).toBe(true);
  });

  test('P18: or that it cannot be put right', () => {
    expect(refuseDecision(only([opened(), told('organiser'), notRestored])).ok).toBe(true);
  });

  test('P18, P25: only the court that hears the case decides', () => {
    const incident = only([opened(checkCause, 'assisting'), told('specialist'), estimated]);
    expect(refusal(refuseDecision(incident))).toEqual(fault('incident.not-our-court', {}));
  });

  test('P25: where the court goes on the repair goes on; where it adjourns nothing more is awaited', () => {
    const goesOn = only([opened(), told('organiser'), estimated, decided('continue')]);
    expect([stageOf(goesOn), isOver(goesOn)]).toEqual(['awaited', false]);
    const adjourned = only([opened(), told('organiser'), estimated, decided('adjourn')]);
    expect([stageOf(adjourned), isOver(adjourned)]).toEqual(['adjourned', true]);
    expect(refusal(refuseEstimate(adjourned, atMs + 60_000, atMs))).toEqual(fault('incident.adjourned', {}));
    expect(refuseRestored(adjourned).ok).toBe(true);
  });

  test('P18: what was not put right is over once the court has decided, and a new time opens it again', () => {
    const given = [opened(), told('organiser'), notRestored];
    expect(isOver(only(given))).toBe(false);
    expect(isOver(only([...given, decided('continue')]))).toBe(true);
    expect(stageOf(only([...given, estimated]))).toBe('awaited');
  });
});

describe('what is restored', () => {
  test('is refused a second time, and every act after it', () => {
    const incident = only([opened(), told('organiser'), restored]);
    expect(stageOf(incident)).toBe('restored');
    for (const outcome of [refuseRestored(incident), refuseNotRestored(incident), refuseDecision(incident)])
      expect(refusal(outcome)).toEqual(fault('incident.restored', {}));
  });

  test('P16.1, P22: is measured by the next check that finds the thing not red, and not by one that did not look at it', () => {
    const checked = (items: readonly CheckItem[]): JournalNote => ({
      kind: 'hearing.checked',
      body: { items, passed: true, startedAtMs: 0, durationMs: 0 },
    });
    expect(only([opened(), checked([{ ...item, verdict: 'good', findings: [] }])]).restored).toMatchObject({
      isMeasured: true,
      atMs: atMs + 1000,
    });
    expect(only([opened(), checked([])]).restored).toBeNull();
    expect(only([opened(), checked([item])]).restored).toBeNull();
  });

  test('P19: is measured by the end of the alarm, but not by a person who took the alarm off', () => {
    const cause: IncidentCause = { source: 'alarm', fault: silence, code: 'SIG-201', peerId: null };
    const cleared = (reason?: string): JournalNote => ({
      kind: 'alarm.cleared',
      body: reason === undefined ? { fault: silence } : { fault: silence, reason },
    });
    expect(only([opened(cause, 'hearing', 5), cleared()]).restored?.isMeasured).toBe(true);
    expect(only([opened(cause, 'hearing', 5), cleared('it is off by order')]).restored).toBeNull();
  });

  test('P19: is measured by the line of that hall when it is back', () => {
    const [peerId, other] = ['aa', 'bb'] as HallPeerId[];
    const missing = fault('call.missing', { hall: 'Hall 2' });
    const cause: IncidentCause = { source: 'alarm', fault: missing, code: 'LNK-210', peerId: peerId! };
    const back = (id: HallPeerId): JournalNote =>
      ({ kind: 'link.connected', body: { atUs: 6, peerId: id, court: '', hall: '' } }) as JournalNote;
    expect(only([opened(cause), back(other!)]).restored).toBeNull();
    expect(only([opened(cause), back(peerId!)]).restored?.isMeasured).toBe(true);
  });
});

describe('what becomes an incident', () => {
  test('P17, P23: each red item of a check, once as long as it is not over', () => {
    const yellow: CheckItem = { ...item, subject: 'witness', verdict: 'look' };
    expect(unreportedItems([], [item, yellow])).toEqual([item]);
    expect(unreportedItems(after([opened()]).list, [item])).toEqual([]);
    expect(unreportedItems(after([opened(), restored]).list, [item])).toEqual([item]);
  });

  test('P19: an alarm of record or videoconference, and no forgotten button', () => {
    expect(isTechnicalFailure('signal.silent')).toBe(true);
    expect(isTechnicalFailure('call.missing')).toBe(true);
    expect(isTechnicalFailure('hearing.resume-forgotten')).toBe(false);
    expect(isTechnicalFailure('signal.hum')).toBe(false);
  });

  test('P16.1: a hearing that was opened with it keeps by whose word and why', () => {
    const open = (override: { reason: string; person: string } | null): JournalNote =>
      ({ kind: 'hearing.opened', body: { override } }) as JournalNote;
    const override = { reason: 'a spare one is there', person: 'Judge' };
    expect(only([opened(), open(override)]).accepted).toEqual({ ...override, atMs: atMs + 1000 });
    expect(only([opened(), open(null)]).accepted).toBeNull();
    expect(only([opened(), restored, open(override)]).accepted).toBeNull();
  });

  test('P19: technical breaks are kept by the clock, others are not', () => {
    const paused = (pause: 'break' | 'technical-break'): JournalNote =>
      ({ kind: 'hearing.paused', body: { pause, note: 'line' } }) as JournalNote;
    const resumed = { kind: 'hearing.resumed', body: {} } as JournalNote;
    expect(after([paused('technical-break'), resumed, paused('break'), paused('technical-break')]).breaks).toEqual([
      { fromMs: atMs, toMs: atMs + 1000, note: 'line' },
      { fromMs: atMs + 3000, toMs: null, note: 'line' },
    ]);
  });

  test('the side of this hall is the hearing court until it is said otherwise', () => {
    expect(noIncidents.side).toBe('hearing');
    expect(after([{ kind: 'incident.side-chosen', body: { side: 'assisting' } }]).side).toBe('assisting');
  });
});
