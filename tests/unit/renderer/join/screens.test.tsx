import { createElement, type ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { JoinPlace } from '#contract/join.ts';
import type { ExhibitId, ParticipantId, PrivateRoomId } from '#domain/ids.ts';
import type { JoinLine, JoinStand } from '#line/join-line.ts';
import type { DocumentDesk } from '../../../../renderer/join/document-desk.ts';
import type { PartyMedia } from '../../../../renderer/join/party-media.ts';
import type { PrivateMedia } from '../../../../renderer/join/private-media.ts';
import { JoinPage } from '../../../../renderer/join/join-page.tsx';
import { languages, phrase, WordsProvider, type Language } from '../../../../renderer/ui/words.tsx';

const rights = { page: null, hall: null };
const wait: Extract<JoinPlace, { say: 'wait' }> = {
  ...{ say: 'wait', isCalled: false, name: 'W. Sample', role: 'witness', court: 'Court', hall: '1' },
  ...{ line: null, mayMeasure: true },
};
const inside: Extract<JoinPlace, { say: 'inside' }> = {
  ...{ name: wait.name, role: wait.role, court: wait.court, hall: wait.hall },
  ...{ say: 'inside', caseNumber: '7514-26', phase: 'open', isCut: false, isIdentified: true, isMuted: true },
  ...{ isHandRaised: false, channel: 'interpreter', asksUnder16: true, directions: [{ text: 'Stand up', wallMs: 1 }] },
  exhibit: null,
  documents: [{ exhibitId: crypto.randomUUID() as ExhibitId, name: 'Paper.pdf', stage: 'waiting' }],
  rights: { hears: rights, sees: rights, asks: rights, answers: rights },
};
const line = {} as JoinLine;
const desk: DocumentDesk = { now: () => null, subscribe: () => () => {}, bring() {}, stop() {} };
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
  const page: ReactNode = createElement(JoinPage, { line: stand && line, media, desk, talk, stand: shown });
  return renderToStaticMarkup(createElement(WordsProvider, { window: 'join', first: language, children: page }));
}
const stands: readonly (JoinStand | null)[] = [
  null,
  { at: 'door', isKnocking: false, fault: { key: 'participant.word-wrong', args: { seconds: 4 } } },
  { at: 'hearing', told: { ...wait, token: 't' }, isLost: true, fault: null },
  { at: 'hearing', told: { ...inside, token: 't' }, isLost: false, fault: null },
  { at: 'over', why: 'turned-away' },
  { at: 'hearing', told: { ...wait, isCalled: true, token: 't' }, isLost: false, fault: null },
  { at: 'hearing', told: { say: 'test', isOnLine: false, ...whose }, isLost: false, fault: null },
  { at: 'hearing', told: { say: 'test', isOnLine: true, ...whose }, isLost: false, fault: null },
  { at: 'hearing', told: { say: 'private', ...talkPlace, ...whose }, isLost: false, fault: null },
  { at: 'over', why: 'tested' },
];

test.each(languages)('every place of the page is said in %s, and no word is missing', (language) => {
  for (const stand of stands) {
    const drawn = pageAt(stand, language);
    expect(drawn).toContain(phrase(language, 'join.title'));
    expect(drawn).not.toMatch(/(join|participants|exhibits|faults|strip|language)[.][a-z0-9]/);
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

test('while the line is lost nothing on the page can be pressed, and the page says why', () => {
  expect(pageAt(stands[2]!, 'ru')).toMatch(/<main[^>]* inert=""/);
  expect(pageAt(stands[2]!, 'ru')).toContain(phrase('ru', 'join.lost'));
  expect(pageAt(stands[3]!, 'ru')).not.toMatch(/<main[^>]* inert/);
});

test('P38: a weak line is told with its figures, which way it is, and what to do', () => {
  const way = { lostShare: 0 } as const;
  const measured = {
    send: { ...way, kbps: 702, isAtLeast: false },
    receive: { ...way, kbps: 3000, isAtLeast: true },
    roundTripMs: 20,
    connection: 'wifi',
    leastKbps: 1000,
    verdict: 'too-little',
  } as const;
  const told = { ...wait, token: 't', line: { attempts: 1, measured, wallMs: 1 } };
  const drawn = pageAt({ at: 'hearing', told, isLost: false, fault: null }, 'ru');
  expect(drawn).toContain(phrase('ru', 'join.line.verdict.send'));
  expect(drawn).toContain('0,7');
  expect(drawn).toContain(phrase('ru', 'join.line.hint', { least: '1' }));
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
