import { createElement, type ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { JoinPlace } from '#contract/join.ts';
import type { ParticipantId, PrivateRoomId } from '#domain/ids.ts';
import type { JoinLine, JoinStand } from '#line/join-line.ts';
import type { PartyMedia } from '../../../../renderer/join/party-media.ts';
import type { PrivateMedia } from '../../../../renderer/join/private-media.ts';
import { JoinPage } from '../../../../renderer/join/join-page.tsx';
import { languages, phrase, WordsProvider, type Language } from '../../../../renderer/ui/words.tsx';

const rights = { page: null, hall: null };
const wait: Extract<JoinPlace, { say: 'wait' }> = {
  ...{ say: 'wait', isCalled: false, name: 'W. Sample', role: 'witness', court: 'Court', hall: '1' },
};
const inside: Extract<JoinPlace, { say: 'inside' }> = {
  ...{ ...wait, say: 'inside', caseNumber: '7514-26', phase: 'open', isCut: false, isIdentified: true, isMuted: true },
  ...{ isHandRaised: false, channel: 'interpreter', asksUnder16: true, directions: [{ text: 'Stand up', wallMs: 1 }] },
  rights: { hears: rights, sees: rights, asks: rights, answers: rights },
};
const line = {} as JoinLine;
const media: PartyMedia = {
  sight: () => ({ state: 'connecting', sound: null, picture: null, own: null, trouble: 'no-camera' }),
  subscribe: () => () => {},
};
const talk: PrivateMedia = {
  sight: () => ({ own: null, others: new Map() }),
  subscribe: () => () => {},
};
const whose = { name: 'W. Sample', role: 'witness', court: 'Court', hall: '1', token: 't' } as const;
const other = { participantId: 'o' as ParticipantId, name: 'L. Sample', role: 'lawyer' } as const;
const talkPlace = { roomId: 'r' as PrivateRoomId, ownId: 'p' as ParticipantId, others: [other] };
function pageAt(stand: JoinStand | null, language: Language): string {
  const shown = stand ?? { at: 'door', isKnocking: false, fault: null };
  const page: ReactNode = createElement(JoinPage, { line: stand && line, media, talk, stand: shown });
  return renderToStaticMarkup(createElement(WordsProvider, { window: 'join', first: language, children: page }));
}
const stands: readonly (JoinStand | null)[] = [
  null,
  { at: 'door', isKnocking: false, fault: { key: 'participant.word-wrong', args: { seconds: 4 } } },
  { at: 'hearing', told: { ...wait, token: 't' }, isLost: true, fault: null },
  { at: 'hearing', told: { ...inside, token: 't' }, isLost: false, fault: null },
  { at: 'over', why: 'turned-away' },
  { at: 'hearing', told: { say: 'wait', isCalled: true, ...whose }, isLost: false, fault: null },
  { at: 'hearing', told: { say: 'test', isOnLine: false, ...whose }, isLost: false, fault: null },
  { at: 'hearing', told: { say: 'test', isOnLine: true, ...whose }, isLost: false, fault: null },
  { at: 'hearing', told: { say: 'private', ...talkPlace, ...whose }, isLost: false, fault: null },
  { at: 'over', why: 'tested' },
];

test.each(languages)('every place of the page is said in %s, and no word is missing', (language) => {
  for (const stand of stands) {
    const drawn = pageAt(stand, language);
    expect(drawn).toContain(phrase(language, 'join.title'));
    expect(drawn).not.toMatch(/(join|participants|faults|strip|language)[.][a-z0-9]/);
    expect(drawn).not.toMatch(/\{[a-zA-Z]+\}/);
  }
});

test('a refusal stands with its code and what to do, in the person’s language', () => {
  const drawn = pageAt(stands[1]!, 'kk');
  expect(drawn).toContain('PAR-103');
  expect(drawn).toContain(phrase('kk', 'faults.participant.word-wrong.todo', { seconds: 4 }));
});

test('L8: the waiting room says nothing of the case', () => {
  expect(pageAt(stands[2]!, 'ru')).not.toContain('7514-26');
  expect(pageAt(stands[3]!, 'ru')).toContain('7514-26');
  expect(pageAt(stands[3]!, 'ru')).toContain('Stand up');
});

test('P15.5: a test session says first that nothing is recorded, also while the specialist speaks', () => {
  for (const at of [6, 7]) expect(pageAt(stands[at]!, 'ru')).toContain(phrase('ru', 'join.test'));
  expect(pageAt(stands[6]!, 'ru')).not.toContain(phrase('ru', 'join.testSpeaks'));
});

test('L5: a private talk says with whom it is, and that the court hears nothing', () => {
  const drawn = pageAt(stands[8]!, 'kk');
  expect(drawn).toContain('L. Sample');
  expect(drawn).toContain(phrase('kk', 'join.privateAbout'));
});
