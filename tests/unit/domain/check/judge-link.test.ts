import { expect, test } from 'vitest';
import { judgeDueLink, type DueLink } from '#domain/check/judge-link.ts';

const way = { kbps: 4000, isAtLeast: true, lostShare: 0 };
const hall: DueLink = {
  subject: 'almaty',
  who: 'hall',
  isReached: true,
  isRefused: false,
  measured: { send: way, receive: way, leastKbps: 1000 },
  tested: null,
  voice: null,
  untilMs: 3 * 3_600_000,
};
const person: DueLink = { ...hall, subject: 'expert', who: 'person', isReached: false, measured: null };
const tried = { hasCome: true, isGood: true, figures: null, voice: null };
const said = (link: DueLink): string => {
  const { verdict, findings } = judgeDueLink(link);
  return [verdict, ...findings].join(' ');
};

test('a hall that answers over a wide line is good, and one that is away is looked after and never bad', () => {
  expect(said(hall)).toBe('good');
  expect(said({ ...hall, isReached: false })).toBe('look hall-away');
  expect(said({ ...hall, isReached: false, isRefused: true })).toBe('look link-refused');
  expect(judgeDueLink(hall).figures).toEqual({ isReached: 1, sendKbps: 4000, receiveKbps: 4000 });
});

test('P38: a line that carries less than the Rules ask, either way, is told', () => {
  const narrow = { ...way, kbps: 900 };
  expect(said({ ...hall, measured: { send: narrow, receive: way, leastKbps: 1000 } })).toBe('look link-narrow');
  expect(said({ ...hall, measured: { send: way, receive: narrow, leastKbps: 1000 } })).toBe('look link-narrow');
});

test('P15.5: a participant who was tried is missed only when the hearing is near', () => {
  expect(said(person)).toBe('look person-untried');
  expect(said({ ...person, tested: tried })).toBe('good');
  expect(said({ ...person, tested: tried, untilMs: 10 * 60_000 })).toBe('look person-away');
  expect(said({ ...person, isReached: true })).toBe('good');
  expect(said({ ...person, isReached: true, tested: { ...tried, isGood: false } })).toBe('look test-failed');
});

test('P36: a test session in which sound and picture were lost is told', () => {
  const receive = { kbps: 900, lostShare: 0.3, framesPerSecond: 20, freezes: 0, frozenMs: 0, concealedShare: 0.3 };
  const send = { kbps: 900, lostShare: 0, framesPerSecond: 25 };
  const figures = { overMs: 60_000, roundTripMs: 40, receive, send };
  expect(said({ ...hall, tested: { ...tried, figures } })).toBe('look link-lossy');
  const clean = { ...figures, receive: { ...receive, lostShare: 0, concealedShare: 0 } };
  expect(said({ ...hall, tested: { ...tried, figures: clean } })).toBe('good');
});

test('P28: a voice that is heard quietly or in noise is told with its figures, by the line that stands before the last trial', () => {
  const voice = { speechDbfs: -24, overPauseDb: 30 };
  const quiet = { speechDbfs: -45, overPauseDb: 30 };
  const drowned = { speechDbfs: -45, overPauseDb: 8 };
  expect(said({ ...hall, voice })).toBe('good');
  expect(said({ ...hall, voice: quiet })).toBe('look voice-quiet');
  expect(said({ ...hall, voice: drowned })).toBe('look voice-quiet voice-noisy');
  expect(judgeDueLink({ ...hall, voice }).figures).toMatchObject(voice);
  expect(said({ ...hall, tested: { ...tried, voice: quiet } })).toBe('look voice-quiet');
  expect(said({ ...hall, voice, tested: { ...tried, voice: quiet } })).toBe('good');
});
