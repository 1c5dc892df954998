import { expect, test } from 'vitest';
import type { SeatId } from '#domain/ids.ts';
import { checkTuning } from '../../../../src/hall/selftest/index.ts';
import { judgeSounds } from '../../../../src/hall/selftest/judge-sound.ts';
import { readSound } from '../../../../src/hall/selftest/read-sound.ts';
import { browserSeat } from '../../../flow/recorder-stage.ts';
import { gaussianNoise } from '../../measure/noise.ts';

const seat = browserSeat('judge', 'microphone');
const rate = 48_000;

/** The judge's item of a check in which the loudspeakers played -30 dBFS into it, and a call would have sent this. */
function heardAsCall(playedDbfs: number, restDbfs: number) {
  const echo = { fromMs: 2000, toMs: 4000, heard: [{ seatId: 'judge' as SeatId, playedDbfs, restDbfs }] };
  const [rest, played] = [gaussianNoise(2 * rate, 0.0005), gaussianNoise(2 * rate, 10 ** (-30 / 20))];
  const samples = new Float32Array([...rest, ...played]);
  const reading = readSound(samples, 0, { talkToMs: 2000, signal: [], plays: [], sync: null, echo });
  const asked = { coverS: 4, isTalk: false, echoes: echo.heard };
  return judgeSounds([{ seat, reading }], [], asked, checkTuning)[0]!;
}

test('an echo that a call takes away is a figure, one that it leaves a finding', () => {
  const taken = heardAsCall(-70, -75);
  expect(taken.figures['echoTakenDb']).toBeCloseTo(40, 0);
  expect(taken.findings).toEqual([]);
  expect(heardAsCall(-45, -75).findings).toEqual(['echo-kept']);
});

test('where the room itself is as loud as what is left, or nothing was heard at all, nobody is blamed', () => {
  expect(heardAsCall(-47, -52).findings).toEqual([]);
  expect(heardAsCall(-32, -38).figures).not.toHaveProperty('echoTakenDb');
});
