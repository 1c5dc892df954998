import type { PartyId } from '../ids.ts';
import type { JournalEntry } from '../journal/entries.ts';
import type { LinkFigures } from '../peers/link-figures.ts';
import type { VoiceFigures } from '../peers/voice-figures.ts';
import type { PlaceCheck } from './place-check.ts';
import type { TestGuest, TestSessionBodies } from './test-session-entries.ts';

/** What is known of one guest after a test session. `spokenMs`: how long the support line carried. */
export type TestResult = Readonly<{
  partyId: PartyId;
  name: string;
  cameAtMs: number | null;
  check: PlaceCheck | null;
  spokenMs: number;
  /** Of the longest stretch that was counted; null where nobody spoke. */
  figures: LinkFigures | null;
  /** P28: how their voice arrived when they spoke last: who was asked to come nearer is judged by what came of it. */
  voice: VoiceFigures | null;
  note: Readonly<{ isGood: boolean; text: string }> | null;
}>;

export type TestSession = Readonly<{
  no: number;
  plannedAtMs: number;
  specialist: string;
  /** Null before it begins. */
  begunAtMs: number | null;
  endedAtMs: number | null;
  /** One for each guest, in the order of the invitation. */
  results: readonly TestResult[];
}>;

export type TestSessionEntry = Extract<JournalEntry, { kind: keyof TestSessionBodies }>;

/** Whether an entry is about test sessions. */
export function isOfTestSession(entry: JournalEntry): entry is TestSessionEntry {
  return entry.kind.startsWith('test-session.');
}

/** The one that was begun and not ended. */
export function runningTest(sessions: readonly TestSession[]): TestSession | null {
  const last = sessions.at(-1);
  return last !== undefined && last.begunAtMs !== null && last.endedAtMs === null ? last : null;
}

/** The one that is to come; null where none is. */
export function plannedTest(sessions: readonly TestSession[]): TestSession | null {
  const last = sessions.at(-1);
  return last?.begunAtMs === null ? last : null;
}

export function isGuest(session: TestSession, partyId: PartyId): boolean {
  return session.results.some((result) => result.partyId === partyId);
}

const nothingYet = { cameAtMs: null, check: null, spokenMs: 0, figures: null, voice: null, note: null } as const;
const freshResult = ({ partyId, name }: TestGuest): TestResult => ({ partyId, name, ...nothingYet });

/** The test sessions of a hearing after one more entry about them. */
export function foldTestSessions(sessions: readonly TestSession[], entry: TestSessionEntry): readonly TestSession[] {
  const { no } = entry.body;
  if (entry.kind === 'test-session.planned') {
    const { plannedAtMs, specialist, invited } = entry.body;
    const results = invited.map(freshResult);
    const planned = { no, plannedAtMs, specialist, begunAtMs: null, endedAtMs: null, results };
    return [...sessions.filter((session) => session.no !== no), planned];
  }
  return sessions.map((session) => (session.no === no ? { ...session, ...changeOf(session, entry) } : session));
}

function changeOf(
  { results }: TestSession,
  entry: Exclude<TestSessionEntry, { kind: 'test-session.planned' }>,
): Partial<TestSession> {
  const of = (partyId: PartyId, change: (result: TestResult) => Partial<TestResult>): Partial<TestSession> => ({
    results: results.map((result) => (result.partyId === partyId ? { ...result, ...change(result) } : result)),
  });
  switch (entry.kind) {
    case 'test-session.begun':
      return { begunAtMs: entry.wallMs };
    case 'test-session.ended':
      return { endedAtMs: entry.wallMs };
    case 'test-session.came':
      return of(entry.body.partyId, ({ cameAtMs }) => ({ cameAtMs: cameAtMs ?? entry.wallMs }));
    case 'test-session.left':
      return {};
    case 'test-session.checked':
      return of(entry.body.partyId, () => ({ check: entry.body.check }));
    case 'test-session.spoken': {
      const { partyId, figures, voice } = entry.body;
      return of(partyId, (before) => ({
        spokenMs: before.spokenMs + figures.overMs,
        figures: (before.figures?.overMs ?? 0) > figures.overMs ? before.figures : figures,
        voice: voice ?? before.voice,
      }));
    }
    case 'test-session.noted': {
      const { partyId, isGood, text } = entry.body;
      return of(partyId, () => ({ note: { isGood, text } }));
    }
  }
}
