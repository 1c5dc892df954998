import { expect, test } from 'vitest';
import { lightOf, type LightShow } from '../../../../src/hall/panels/lights.ts';

/* Bytes as the descriptions named in lights.ts give them. */

const of = (vendorId: number, productId: number) => lightOf({ vendorId, productId, interfaceNo: 0 });
const bytes = (vendorId: number, productId: number, show: LightShow): readonly (readonly number[])[] =>
  of(vendorId, productId)!
    .show(show)
    .map((report) => report.bytes);

test('Luxafor: nine bytes, static colour on all lights', () => {
  expect(bytes(0x04d8, 0xf372, 'recording')).toEqual([[0, 1, 0xff, 255, 0, 0, 0, 0, 0]]);
  expect(bytes(0x04d8, 0xf372, 'off')).toEqual([[0, 1, 0xff, 0, 0, 0, 0, 0, 0]]);
});

test('blink(1): a colour and a limit of three seconds after which it goes out; its own pattern is dark', () => {
  const light = of(0x27b8, 0x01ed)!;
  expect(bytes(0x27b8, 0x01ed, 'recording')).toEqual([
    [1, 0x6e, 255, 0, 0, 0, 0, 0, 0],
    [1, 0x44, 1, 1, 44, 0, 0, 0, 0],
  ]);
  expect((1 << 8) + 44).toBe(300);
  expect(light.goesOutAlone).toBe(true);
  expect(
    light.begin.every(
      ({ kind, bytes: [, letter, ...colour] }) =>
        kind === 'feature' && letter === 0x50 && colour.slice(0, 3).join() === '0,0,0',
    ),
  ).toBe(true);
});

test('X-keys: 36 bytes each, red means recording and nothing else', () => {
  for (const show of ['recording', 'attention', 'test', 'off'] as const) {
    const orders = bytes(0x05f3, 1029, show);
    expect(orders.every((order) => order.length === 36)).toBe(true);
    const isRed = orders.some(
      ([, what, which, value]) => value !== 0 && (what === 179 || (what === 182 && which === 1)),
    );
    expect(isRed, show).toBe(show === 'recording');
  }
});

test('red is shown for recording alone, and green never', () => {
  for (const [vendorId, productId, at] of [
    [0x04d8, 0xf372, 3],
    [0x27b8, 0x01ed, 2],
  ] as const)
    for (const show of ['recording', 'attention', 'test', 'off'] as const) {
      const [red, green, blue] = bytes(vendorId, productId, show)[0]!.slice(at, at + 3);
      expect(green! > red! && green! > blue!, show).toBe(false);
      expect(red === 255 && green === 0 && blue === 0, show).toBe(show === 'recording');
    }
});

test('pedals, decks and the keyboard half of a panel are no lamps', () => {
  expect([
    of(0x05f3, 0x00ff),
    of(0x0fd9, 0x0080),
    lightOf({ vendorId: 0x05f3, productId: 1029, interfaceNo: 1 }),
  ]).toEqual([null, null, null]);
});
