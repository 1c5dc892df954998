import { expect, test } from 'vitest';
import { isKeyPicture, readLivePicture, writeLivePicture } from '#contract/pictures.ts';

test('a picture crosses the line as it was, and a key picture with what a decoder begins by', () => {
  const key = { atUs: 1_234_567_890_123.5, description: Uint8Array.of(1, 66, 192, 30), bytes: Uint8Array.of(9, 8) };
  const other = { atUs: 7, description: null, bytes: Uint8Array.of(5) };
  expect(readLivePicture(writeLivePicture(key))).toEqual(key);
  expect(readLivePicture(writeLivePicture(other))).toEqual(other);
  expect([key, other].map((each) => isKeyPicture(writeLivePicture(each)))).toEqual([true, false]);
});

test('what is cut off or nothing at all is no picture', () => {
  const frame = writeLivePicture({ atUs: 7, description: Uint8Array.of(1, 2, 3), bytes: Uint8Array.of(5) });
  for (let length = 0; length < frame.length; length += 1)
    expect(readLivePicture(frame.subarray(0, length))).toBeNull();
});
