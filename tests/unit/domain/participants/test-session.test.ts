import { expect, test } from 'vitest';
import type { HallPeerId, ParticipantId } from '#domain/ids.ts';
import {
  foldTestSessions,
  isGuest,
  plannedTest,
  runningTest,
  type TestSession,
  type TestSessionEntry,
} from '#domain/participants/test-session.ts';
import type { TestSessionBodies } from '#domain/participants/test-session-entries.ts';

const partyId = 'p-1' as ParticipantId;
const hallId = 'a'.repeat(64) as HallPeerId;
let wallMs = 0;
function after<Kind extends keyof TestSessionBodies>(
  sessions: readonly TestSession[],
  kind: Kind,
  body: TestSessionBodies[Kind],
): readonly TestSession[] {
  wallMs += 1000;
  return foldTestSessions(sessions, { kind, body, wallMs } as unknown as TestSessionEntry);
}
const figures = (overMs: number) => ({ overMs }) as TestSessionBodies['test-session.spoken']['figures'];
const voice = { speechDbfs: -24, overPauseDb: 30 };
const quiet = { speechDbfs: -45, overPauseDb: 30 };
const plan = { no: 1, plannedAtMs: 5, specialist: 'T. Sample', invited: [{ partyId, name: 'W. Sample' }] };

test('P15.5: a session is planned, moved, begun and ended, and only one lasts at a time', () => {
  let sessions = after([], 'test-session.planned', plan);
  sessions = after(sessions, 'test-session.planned', {
    ...plan,
    plannedAtMs: 9,
    invited: [{ partyId: hallId, name: 'Hall' }],
  });
  expect(plannedTest(sessions)).toMatchObject({ no: 1, plannedAtMs: 9 });
  expect(isGuest(sessions[0]!, partyId)).toBe(false);
  expect(runningTest(sessions)).toBeNull();
  sessions = after(sessions, 'test-session.begun', { no: 1 });
  expect(plannedTest(sessions)).toBeNull();
  expect(runningTest(sessions)?.no).toBe(1);
  sessions = after(sessions, 'test-session.ended', { no: 1 });
  expect(runningTest(sessions)).toBeNull();
  sessions = after(sessions, 'test-session.planned', { ...plan, no: 2 });
  expect(sessions.map(({ no, endedAtMs }) => [no, endedAtMs !== null])).toEqual([
    [1, true],
    [2, false],
  ]);
});

test('P15.5: of each guest it keeps the first coming, the newest check, voice and word, and how long the line carried', () => {
  let sessions = after([], 'test-session.planned', plan);
  sessions = after(sessions, 'test-session.begun', { no: 1 });
  sessions = after(sessions, 'test-session.came', { no: 1, partyId });
  const cameAtMs = wallMs;
  sessions = after(sessions, 'test-session.left', { no: 1, partyId });
  sessions = after(sessions, 'test-session.came', { no: 1, partyId });
  sessions = after(sessions, 'test-session.spoken', { no: 1, partyId, figures: figures(60_000), voice: quiet });
  sessions = after(sessions, 'test-session.spoken', { no: 1, partyId, figures: figures(2000), voice });
  sessions = after(sessions, 'test-session.spoken', { no: 1, partyId, figures: figures(1000) });
  sessions = after(sessions, 'test-session.noted', { no: 1, partyId, isGood: false, text: 'dark' });
  sessions = after(sessions, 'test-session.noted', { no: 1, partyId, isGood: true, text: 'a lamp' });
  expect(sessions[0]!.results).toEqual([
    {
      ...{ partyId, name: 'W. Sample', cameAtMs, check: null, spokenMs: 63_000, figures: { overMs: 60_000 } },
      voice,
      note: { isGood: true, text: 'a lamp' },
    },
  ]);
});
