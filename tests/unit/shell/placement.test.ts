import { describe, expect, test } from 'vitest';
import { placeWindows, readWishedBounds } from '../../../src/shell/placement.ts';

const large = { x: 0, y: 0, width: 1920, height: 1080 };
const second = { x: 1920, y: 0, width: 1280, height: 800 };
const third = { x: 3200, y: 0, width: 1280, height: 720 };
const fourth = { x: 4480, y: 0, width: 1280, height: 720 };
const small = { x: 0, y: 0, width: 1280, height: 800 };

describe('windows are placed', () => {
  const nowhere = { console: large, bench: null, screen: null, witness: null };
  const four = { console: large, bench: second, screen: third, witness: fourth };

  test('full on the display that each was given, and nowhere without one', () => {
    expect(placeWindows({ at: four, isAlone: false, wished: {}, isBenchWanted: false })).toEqual({
      console: { bounds: large, isKiosk: true },
      bench: { bounds: second, isKiosk: true },
      screen: { bounds: third, isKiosk: true },
      witness: { bounds: fourth, isKiosk: true },
    });
    const { bench } = placeWindows({ at: nowhere, isAlone: false, wished: {}, isBenchWanted: true });
    expect(bench).toBeNull();
  });

  test('without a bench on one display until someone asks for it, then side by side', () => {
    const alone = { at: nowhere, isAlone: true, wished: {} };
    expect(placeWindows({ ...alone, isBenchWanted: false }).bench).toBeNull();
    const { console: left, bench } = placeWindows({ ...alone, isBenchWanted: true });
    expect(left?.bounds.width).toBe(1280);
    expect(bench?.bounds).toEqual({ x: 1280, y: 0, width: 640, height: 1080 });
  });

  test('over one another only where the console would become too narrow', () => {
    const at = { ...nowhere, console: small };
    const { console: whole, bench } = placeWindows({ at, isAlone: true, wished: {}, isBenchWanted: true });
    expect(whole?.bounds.width).toBe(1280);
    expect(bench!.bounds.x + bench!.bounds.width).toBe(1280);
  });

  test('where the laboratory says, and null keeps a window closed', () => {
    const wished = readWishedBounds(JSON.stringify({ console: small, bench: null, witness: fourth }));
    expect(placeWindows({ at: four, isAlone: false, wished, isBenchWanted: true })).toEqual({
      console: { bounds: small, isKiosk: false },
      bench: null,
      screen: { bounds: third, isKiosk: false },
      witness: { bounds: fourth, isKiosk: false },
    });
  });

  test('as if nothing was said when what was said is senseless', () => {
    for (const text of [undefined, '', 'x', '{"console":{"x":1}}', '[]', '{"bench":"left"}'])
      expect(readWishedBounds(text)).toEqual({});
  });
});
