import { describe, expect, test } from 'vitest';
import {
  heardTracks,
  holesOf,
  pieceAt,
  playableFrom,
  playableStretches,
  type Piece,
} from '../../../../../renderer/console/after/pieces.ts';

const second = 1_000_000;
const piece = (epoch: number, fromS: number, toS: number, url: string | null = `u${epoch}`): Piece => ({
  epoch,
  fromUs: fromS * second,
  toUs: toS * second,
  url,
});
const judge = { pieces: [piece(1, 0, 60), piece(2, 90, 120)] };
const witness = { pieces: [piece(1, 10, 62), piece(2, 91, 130)] };

describe('pieceAt', () => {
  test('finds the piece that covers the moment', () => {
    expect(pieceAt(judge.pieces, 30 * second)?.epoch).toBe(1);
    expect(pieceAt(judge.pieces, 90 * second)?.epoch).toBe(2);
  });
  test('a piece ends before its last moment, so that two that touch never both play', () => {
    const touching = [piece(1, 0, 60), piece(2, 60, 120)];
    expect(pieceAt(touching, 60 * second)?.epoch).toBe(2);
    expect(pieceAt(touching, 60 * second - 1)?.epoch).toBe(1);
  });
  test('finds nothing in a hole or after the end', () => {
    expect(pieceAt(judge.pieces, 75 * second)).toBeNull();
    expect(pieceAt(judge.pieces, 120 * second)).toBeNull();
  });
});

describe('playableStretches and playableFrom', () => {
  const stretches = playableStretches([judge, witness]);
  test('a stretch goes on while any track is recorded', () => {
    expect(stretches).toEqual([
      { fromUs: 0, toUs: 62 * second },
      { fromUs: 90 * second, toUs: 130 * second },
    ]);
  });
  test('the play head jumps over a deliberation to what comes next', () => {
    expect(playableFrom(stretches, 70 * second)).toBe(90 * second);
    expect(playableFrom(stretches, 62 * second)).toBe(90 * second);
  });
  test('the play head stays where something is recorded and stops at the end', () => {
    expect(playableFrom(stretches, 61 * second)).toBe(61 * second);
    expect(playableFrom(stretches, 130 * second)).toBeNull();
  });
  test('a piece whose playable copy is not made yet is no place to play', () => {
    expect(playableStretches([{ pieces: [piece(1, 0, 10, null), piece(2, 10, 20)] }])).toEqual([
      { fromUs: 10 * second, toUs: 20 * second },
    ]);
  });
  test('a hole of less than a tenth of a second between two epochs is not jumped over', () => {
    expect(playableStretches([{ pieces: [piece(1, 0, 10), piece(2, 10.05, 20)] }])).toEqual([
      { fromUs: 0, toUs: 20 * second },
    ]);
  });
});

test('holes are what the pieces leave of the whole line', () => {
  expect(holesOf(judge.pieces, 130 * second)).toEqual([
    { fromUs: 60 * second, toUs: 90 * second },
    { fromUs: 120 * second, toUs: 130 * second },
  ]);
  expect(holesOf([], 10)).toEqual([{ fromUs: 0, toUs: 10 }]);
});

test('solo wins over mute', () => {
  expect([...heardTracks(['a', 'b', 'c'], new Set(['b']), new Set())]).toEqual(['a', 'c']);
  expect([...heardTracks(['a', 'b', 'c'], new Set(['b']), new Set(['b']))]).toEqual(['b']);
});
