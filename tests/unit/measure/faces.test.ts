import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import {
  halved,
  inBlocks,
  mixChannels,
  ownChannels,
  readFaceNet,
  runFaceNet,
  type WeightNote,
} from '#measure/face-net.ts';
import { findFaces, oneBoxEach, type Face } from '#measure/faces.ts';
import { seededChance } from '#measure/chance.ts';

const models = path.join(import.meta.dirname, '..', '..', '..', 'resources', 'models', 'tiny-face-detector');
const notes = JSON.parse(readFileSync(`${models}.json`, 'utf8')) as readonly WeightNote[];
const bytes = readFileSync(`${models}.bin`);
const net = readFaceNet(notes, bytes)!;
const chance = seededChance(5);
const some = (length: number): Float32Array => Float32Array.from({ length }, () => chance() - 0.5);

test('channels are mixed as the definition says, for odd counts of pixels and outputs too', () => {
  const [width, height, from, to] = [3, 5, 7, 6];
  const [values, weights, bias] = [some(width * height * from), some(from * to), some(to)];
  const mixed = mixChannels({ values, width, height, channels: from }, inBlocks(weights, from, to), bias, true);
  for (let pixel = 0; pixel < width * height; pixel += 1)
    for (let output = 0; output < to; output += 1) {
      let sum = bias[output]!;
      for (let input = 0; input < from; input += 1)
        sum += values[pixel * from + input]! * weights[input * to + output]!;
      expect(mixed.values[pixel * to + output]).toBeCloseTo(sum > 0 ? sum : sum / 10, 5);
    }
});

test('each channel is filtered by itself, with nought beyond the edge, and pools keep the largest', () => {
  const plane = { values: Float32Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9]), width: 3, height: 3, channels: 1 };
  const sums = ownChannels(plane, new Float32Array(9).fill(1)).values;
  expect([...sums]).toEqual([12, 21, 16, 27, 45, 33, 24, 39, 28]);
  expect([...halved(plane, 2).values]).toEqual([5, 6, 8, 9]);
  expect([...halved(plane, 1).values]).toEqual([5, 6, 6, 8, 9, 9, 8, 9, 9]);
});

test('a model that does not fit its manifest is none', () => {
  expect(readFaceNet(notes, bytes.subarray(1))).toBeNull();
  expect(readFaceNet(notes.slice(1), bytes)).toBeNull();
  expect(readFaceNet([], new Uint8Array(0))).toBeNull();
});

test('the network speaks of one place for every 32 pixels, and sees nobody in an even picture', () => {
  const rgb = new Uint8Array(96 * 64 * 3).fill(130);
  expect(runFaceNet(net, rgb, 96, 64)).toMatchObject({ width: 3, height: 2, channels: 25 });
  expect(findFaces(net, { rgb, widthPx: 96, heightPx: 64 })).toEqual([]);
});

test('of boxes on one another the surest is kept, and two persons stay two', () => {
  const face = (left: number, sureness: number): Face => ({ left, top: 0.2, width: 0.2, height: 0.3, sureness });
  expect(oneBoxEach([face(0.1, 0.6), face(0.12, 0.9), face(0.5, 0.7)])).toEqual([face(0.12, 0.9), face(0.5, 0.7)]);
});
