import { expect, test } from 'vitest';
import type { HallPeerId, ParticipantId } from '#domain/ids.ts';
import { isHandedOn } from '../../../../renderer/call/mix-minus.ts';

const [court, colony] = ['a'.repeat(64), 'b'.repeat(64)] as [HallPeerId, HallPeerId];
const [witness, expert] = [
  '1b0e7a43-6f0e-4d3c-9a53-0c3a5c1f9d11' as ParticipantId,
  '2b0e7a43-6f0e-4d3c-9a53-0c3a5c1f9d11' as ParticipantId,
];

test('nobody hears themselves', () => {
  for (const each of [court, witness]) expect(isHandedOn(each, each)).toBe(false);
});

test('participants hear everybody and are heard by everybody', () => {
  expect(isHandedOn(witness, expert)).toBe(true);
  expect(isHandedOn(witness, court)).toBe(true);
  expect(isHandedOn(court, witness)).toBe(true);
});

test('two halls hear one another by their own call alone, or each word would be heard twice', () => {
  expect(isHandedOn(court, colony)).toBe(false);
});
