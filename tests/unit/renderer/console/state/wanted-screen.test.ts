import { expect, test } from 'vitest';
import type { HallState } from '#contract/papers.ts';
import type { HearingPhase } from '#domain/hearing/phases.ts';
import type { Person } from '#domain/people.ts';
import { wantedScreen } from '../../../../../renderer/console/state/wanted-screen.ts';

const nobody = { people: [], signedIn: null };
const secretary = { name: 'B. Sample', duty: 'secretary' } as Person;
const screen = (phase: HearingPhase | null, more: Partial<HallState> = {}, here: object = {}): string =>
  wantedScreen(
    { isSetUp: true, testSession: null, hearing: phase && ({ phase } as HallState['hearing']), ...more },
    { ...nobody, ...here },
  );

test('a hearing that is held stands before everything, also where the card of the hall was lost or nobody is signed in', () => {
  for (const phase of ['open', 'break', 'technical-break', 'deliberation'] as const) {
    expect(screen(phase)).toBe('hearing');
    expect(screen(phase, { isSetUp: false }, { people: [secretary] })).toBe('hearing');
  }
});

test('before a hearing people sign in, the hall is set up, and then comes what is on the desk', () => {
  expect(screen(null, { isSetUp: false }, { people: [secretary] })).toBe('sign-in');
  expect(screen(null, { isSetUp: false }, { people: [secretary], signedIn: secretary })).toBe('set-up');
  expect(screen(null, { testSession: {} as HallState['testSession'] })).toBe('test-session');
  expect(screen(null)).toBe('today');
  expect(screen('planned')).toBe('check');
  expect(screen('checked')).toBe('check');
  expect(screen('ended')).toBe('after');
});
