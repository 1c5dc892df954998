import { describe, expect, test } from 'vitest';
import { placeWindows, readWishedBounds } from '../../../src/shell/placement.ts';

const large = { x: 0, y: 0, width: 1920, height: 1080 };
const second = { x: 1920, y: 0, width: 1280, height: 800 };
const small = { x: 0, y: 0, width: 1280, height: 800 };

describe('windows are placed', () => {
  test('full on two displays: console on the primary, bench on the other', () => {
    expect(placeWindows({ primary: large, others: [second], wished: {}, isBenchWanted: false })).toEqual({
      console: { bounds: large, isKiosk: true },
      bench: { bounds: second, isKiosk: true },
      screen: null,
    });
  });

  test("the hall's public screen on a third display", () => {
    const third = { x: 3200, y: 0, width: 1280, height: 720 };
    const { screen } = placeWindows({ primary: large, others: [second, third], wished: {}, isBenchWanted: false });
    expect(screen).toEqual({ bounds: third, isKiosk: true });
  });

  test('without a bench on one display until someone asks for it, then side by side', () => {
    expect(placeWindows({ primary: large, others: [], wished: {}, isBenchWanted: false }).bench).toBeNull();
    const { console: left, bench } = placeWindows({ primary: large, others: [], wished: {}, isBenchWanted: true });
    expect(left?.bounds.width).toBe(1280);
    expect(bench?.bounds).toEqual({ x: 1280, y: 0, width: 640, height: 1080 });
  });

  test('over one another only where the console would become too narrow', () => {
    const { console: whole, bench } = placeWindows({ primary: small, others: [], wished: {}, isBenchWanted: true });
    expect(whole?.bounds.width).toBe(1280);
    expect(bench!.bounds.x + bench!.bounds.width).toBe(1280);
  });

  test('where the laboratory says, and null keeps a window closed', () => {
    const wished = readWishedBounds(JSON.stringify({ console: small, bench: null }));
    expect(placeWindows({ primary: large, others: [second], wished, isBenchWanted: true })).toEqual({
      console: { bounds: small, isKiosk: false },
      bench: null,
      screen: null,
    });
  });

  test('as if nothing was said when what was said is senseless', () => {
    for (const text of [undefined, '', 'x', '{"console":{"x":1}}', '[]', '{"bench":"left"}'])
      expect(readWishedBounds(text)).toEqual({});
  });
});
