import { expect, test } from 'vitest';
import { buttonsDown, isDown, type Button } from '#domain/panels/button.ts';
import { ButtonLearner } from '#domain/panels/learn-button.ts';
import { hidReports, reportsOf, type HidReports } from '../../../fixtures/hid-reports.ts';

/** Presses the button until it is learned. Answers it and after how many presses that was. */
function learn(reports: HidReports, name: string): Readonly<{ button: Button; presses: number }> {
  const learner = new ButtonLearner();
  for (let nth = 0; nth < 6; nth += 1) {
    const down = learner.hear(reports.report(name, 'down', nth));
    expect(down.button, 'nothing is learned before it is let go').toBeNull();
    const { button } = learner.hear(reports.report(name, 'up', nth));
    if (button !== null) return { button, presses: nth + 1 };
  }
  throw new Error(`${name} of ${reports.fixture} was not learned`);
}

for (const reports of hidReports()) {
  test(`every button of ${reports.fixture} is learned, and then seen down when it is pressed and at no other time`, () => {
    const buttons = reports.buttonNames.map((name) => learn(reports, name).button);
    for (const [at, name] of reports.buttonNames.entries())
      for (let nth = 0; nth < 6; nth += 1) {
        expect(buttonsDown(buttons, reports.report(name, 'down', nth)), name).toEqual([at]);
        expect(buttonsDown(buttons, reports.report(name, 'up', nth)), name).toEqual([]);
      }
  });
}

test('two presses are enough where nothing else changes, and a time stamp makes it four', () => {
  expect(learn(reportsOf('foot-pedal'), 'left').presses).toBe(2);
  expect(learn(reportsOf('x-keys'), 'first')).toMatchObject({ presses: 4, button: { bits: [{ byte: 2, bit: 0 }] } });
});

test('a button that repeats its report while it is down is learned all the same', () => {
  const learner = new ButtonLearner();
  const pedal = reportsOf('foot-pedal');
  const hear = (which: 'down' | 'up'): Button | null => learner.hear(pedal.report('left', which, 0)).button;
  for (const which of ['down', 'down', 'down', 'up', 'down', 'down'] as const) expect(hear(which)).toBeNull();
  expect(hear('up')).toEqual({ lengthBytes: 2, bits: [{ byte: 0, bit: 0, downIs: 1 }] });
});

test('two different buttons pressed one after the other are not taken for one', () => {
  const learner = new ButtonLearner();
  const pedal = reportsOf('foot-pedal');
  for (const name of ['left', 'right'])
    for (const which of ['down', 'up'] as const)
      expect(learner.hear(pedal.report(name, which, 0)).button, name).toBeNull();
});

test('a report of another length says nothing of the button', () => {
  expect(isDown({ lengthBytes: 2, bits: [{ byte: 0, bit: 0, downIs: 1 }] }, Uint8Array.of(1))).toBeNull();
});

test('reports of any bytes are learned from without falling over', () => {
  const learner = new ButtonLearner();
  expect(learner.hear(new Uint8Array(0)).button).toBeNull();
  expect(learner.hear(new Uint8Array(100_000)).button).toBeNull();
});
