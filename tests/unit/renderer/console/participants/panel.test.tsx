import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { HallState } from '#contract/papers.ts';
import type { ParticipantShown } from '#contract/participants.ts';
import type { HearingId } from '#domain/ids.ts';
import { participantStages } from '#domain/participants/participant.ts';
import type { HallClient } from '#line/hall-client.ts';
import { ParticipantsLine } from '../../../../../renderer/console/participants/participants-line.tsx';
import { ParticipantsPanel } from '../../../../../renderer/console/participants/participants-panel.tsx';
import { languages, phrase, WordsProvider, type Language } from '../../../../../renderer/ui/words.tsx';

const hearingId = 'h' as HearingId;
const unsaid = { page: null, hall: null };
const witness = {
  ...{ participantId: 'p', name: 'W. Sample', role: 'witness', stage: 'waiting', isHere: true, language: 'kk' },
  ...{
    identity: null,
    isMuted: false,
    isHandRaised: false,
    channel: 'both',
    isUnder16Present: null,
    problem: null,
    attendance: null,
    directions: [],
  },
  rights: { hears: unsaid, sees: unsaid, asks: unsaid, answers: unsaid },
  ...{ line: null, photoUrl: null },
} as unknown as ParticipantShown;
const stateOf = (
  participants: readonly ParticipantShown[],
  isRoomOpen = true,
  calls: readonly object[] = [],
): HallState =>
  ({ participants, isRoomOpen, peers: [], calls, privateRooms: [], hearing: { hearingId } }) as unknown as HallState;
const draw = (language: Language, children: ReturnType<typeof createElement>): string =>
  renderToStaticMarkup(createElement(WordsProvider, { window: 'console', first: language, children }));
const panel = (state: HallState, language: Language): string =>
  draw(language, createElement(ParticipantsPanel, { hall: {} as HallClient, state, hearingId }));

test.each(languages)('every stage of a participant is said in %s', (language) => {
  const identity = { isConfirmed: true, byOralOrder: true };
  const problem = { text: 'No sound', wallMs: 0 };
  for (const stage of participantStages) {
    const loud = { ...witness, stage, identity, problem, isHandRaised: true, isMuted: true, isUnder16Present: true };
    const drawn = panel(stateOf([loud]), language);
    expect(drawn).toContain(phrase(language, `participants.stages.${stage}`));
    expect(drawn).toContain('No sound');
    expect(drawn).not.toMatch(/participants[.][a-z]/);
    expect(drawn).not.toMatch(/\{[a-zA-Z]+\}/);
  }
});

test('only who waits on the line may be let in', () => {
  const admit = phrase('ru', 'participants.admit');
  expect(panel(stateOf([witness]), 'ru')).toMatch(new RegExp(`<button(?![^>]*disabled)[^>]*>(<[^>]*>)*${admit}`));
  expect(panel(stateOf([{ ...witness, isHere: false }]), 'ru')).toMatch(
    new RegExp(`<button[^>]*disabled[^>]*>(<[^>]*>)*${admit}`),
  );
  expect(panel(stateOf([{ ...witness, stage: 'identified' }]), 'ru')).not.toContain(admit);
});

test('P38: the secretary reads what the line of a participant carries, by which check, and whether it is enough', () => {
  const way = (kbps: number) => ({ kbps, isAtLeast: kbps === 3000, lostShare: 0 });
  const measured = {
    send: way(702),
    receive: way(3000),
    roundTripMs: 41.4,
    connection: 'wifi',
    leastKbps: 1000,
    verdict: 'too-little',
  } as const;
  const drawn = panel(stateOf([{ ...witness, line: { attempts: 2, measured, wallMs: 0 } }]), 'ru');
  expect(drawn).toContain('Связи мало: к суду 0,7 Мбит/с, от суда 3 Мбит/с или больше · ответ за 41 мс');
  const broken = panel(stateOf([{ ...witness, line: { attempts: 3, measured: null, wallMs: 0 } }]), 'ru');
  expect(broken).toMatch(/Проверка связи прервалась · \d\d:\d\d, проверка 3/);
});

test('P28: a voice that is hard to understand is told of who speaks over a line that stands, and nothing of one that is heard well', () => {
  const drawnWith = (voice: object, state = 'connected'): string =>
    panel(stateOf([{ ...witness, stage: 'identified' }], true, [{ peerId: 'p', state, voice }]), 'en');
  const quietly = phrase('en', 'line.voice.quiet');
  expect(drawnWith({ speechDbfs: -46, overPauseDb: 30 })).toContain(quietly);
  expect(drawnWith({ speechDbfs: -24, overPauseDb: 8 })).toContain(phrase('en', 'line.voice.noisy'));
  expect(drawnWith({ speechDbfs: -24, overPauseDb: 30 })).not.toContain(quietly);
  expect(drawnWith({ speechDbfs: -46, overPauseDb: 30 }, 'ended')).not.toContain(quietly);
});

test('a hall without a door for participants says so, and its hearing has no line about them', () => {
  expect(panel(stateOf([], false), 'ru')).toContain(phrase('ru', 'participants.closed'));
  const line = (state: HallState): string =>
    draw(
      'ru',
      createElement(ParticipantsLine, { state, isOpen: false, onToggle() {}, isCallUpOpen: false, onCallUp() {} }),
    );
  expect(line(stateOf([], false))).toBe('');
  expect(line(stateOf([witness]))).toContain(phrase('ru', 'participants.waitingNames', { names: 'W. Sample' }));
});
