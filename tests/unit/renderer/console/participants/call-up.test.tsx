import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { CalledRow, CallUpShown } from '#contract/call-up.ts';
import type { HallState } from '#contract/papers.ts';
import { callUpEnds } from '#domain/hearing/call-up-entries.ts';
import { calledStates } from '#domain/hearing/call-up.ts';
import type { HallClient } from '#line/hall-client.ts';
import { CallUpPanel } from '../../../../../renderer/console/participants/call-up-panel.tsx';
import { languages, phrase, WordsProvider, type Language } from '../../../../../renderer/ui/words.tsx';

const row = (state: CalledRow['state'], of: Partial<CalledRow> = {}): CalledRow =>
  ({ partyId: state, role: null, court: 'Court', name: 'Hall', state, fault: null, ...of }) as CalledRow;
function draw(callUp: Partial<CallUpShown>, language: Language): string {
  const shown = { isRunning: false, remainingMs: 0, end: null, rows: [], ...callUp };
  const state = { callUp: shown, calls: [], participants: [], peers: [] } as unknown as HallState;
  const panel = createElement(CallUpPanel, { hall: {} as HallClient, state });
  return renderToStaticMarkup(createElement(WordsProvider, { window: 'console', first: language, children: panel }));
}

test.each(languages)('P16.3: every state of a row and every end is said in %s, a refusal with its code', (language) => {
  const most = { key: 'call.too-many', args: { most: 3 } } as const;
  const rows = calledStates.map((state) => row(state, state === 'refused' ? { fault: most } : {}));
  const drawn = draw({ rows, isRunning: true, remainingMs: 61_000 }, language);
  for (const state of calledStates) expect(drawn).toContain(phrase(language, `callUp.states.${state}`));
  expect(drawn).toContain('LNK-120');
  expect(drawn).toContain(phrase(language, 'faults.call.too-many.happened', { most: 3 }));
  for (const end of callUpEnds) expect(draw({ end }, language)).toContain(phrase(language, `callUp.ends.${end}`));
  expect(drawn).not.toMatch(/(callUp|line|faults)[.][a-z]/);
});

test('P16.3: nobody is called where there is nobody', () => {
  expect(draw({}, 'ru')).toMatch(new RegExp(`<button[^>]*disabled[^>]*>(<[^>]*>)*${phrase('ru', 'callUp.begin')}`));
  expect(draw({ rows: [row('ready')] }, 'ru')).not.toMatch(
    new RegExp(`<button[^>]*disabled[^>]*>(<[^>]*>)*${phrase('ru', 'callUp.begin')}<`),
  );
});
