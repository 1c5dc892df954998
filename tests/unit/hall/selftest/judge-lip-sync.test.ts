import { expect, test } from 'vitest';
import type { SeatId } from '#domain/ids.ts';
import { judgeLipSync } from '../../../../src/hall/selftest/judge-lip-sync.ts';
import { browserSeat } from '../../../flow/recorder-stage.ts';

const seats = [
  browserSeat('front', 'camera'),
  browserSeat('back', 'camera'),
  browserSeat('near', 'microphone'),
  browserSeat('far', 'microphone'),
];
const id = (name: string): SeatId => name as SeatId;
const seen = (lateMs: number | null) => ({ flashes: lateMs === null ? null : { lateMs, contrast: 80 } });
const heard = (lateMs: number | null, overRestDb = 40) => ({ beeps: lateMs === null ? null : { lateMs, overRestDb } });

test.each([
  [0, 0, []],
  [80, 40, []],
  [40, 160, []],
  [40, 170, ['sound-late']],
  [80, 30, ['sound-early']],
])('a picture %d ms and a sound %d ms late: %j', (pictureMs, soundMs, findings) => {
  const [item] = judgeLipSync(
    seats,
    new Map([[id('front'), seen(pictureMs)]]),
    new Map([[id('near'), heard(soundMs)]]),
  );
  expect(item).toMatchObject({ kind: 'lip-sync', subject: 'front', findings });
  expect(item!.figures['soundLateMs']).toBe(soundMs - pictureMs);
});

test('the microphone that hears the beep best is asked, and a camera without a monitor in view has no item', () => {
  const pictures = new Map([
    [id('front'), seen(20)],
    [id('back'), seen(null)],
  ]);
  const items = judgeLipSync(
    seats,
    pictures,
    new Map([
      [id('near'), heard(30, 45)],
      [id('far'), heard(55, 20)],
    ]),
  );
  expect(items.map(({ subject, figures }) => [subject, figures['soundLateMs']])).toEqual([['front', 10]]);
});

test('where no camera sees a monitor or nobody hears the beep, that is said once', () => {
  const sounds = new Map([[id('near'), heard(30)]]);
  expect(judgeLipSync(seats, new Map([[id('front'), seen(null)]]), sounds)).toMatchObject([
    { subject: '', verdict: 'look', findings: ['flash-unseen'] },
  ]);
  expect(judgeLipSync(seats, new Map([[id('front'), seen(0)]]), new Map([[id('near'), heard(null)]]))).toMatchObject([
    { subject: '', verdict: 'look', findings: ['beep-unheard'] },
  ]);
});
