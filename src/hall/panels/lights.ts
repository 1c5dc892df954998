import type { HidDevice, HidReport } from '../../../native/hid/index.ts';

/** What a lamp shows. `attention`: something of the record is wrong or not known; it must not look like recording. */
export type LightShow = 'recording' | 'attention' | 'test' | 'off';

/** How a lamp that is known is lit. */
export type Light = Readonly<{
  model: string;
  /** It goes out by itself when nobody speaks to it any more; the others stay as they are while they have power. */
  goesOutAlone: boolean;
  /** Said once after every opening. */
  begin: readonly HidReport[];
  /** Said with every show and again at least once a second. */
  show(what: LightShow): readonly HidReport[];
}>;

type Colour = readonly [red: number, green: number, blue: number];
const colours: Readonly<Record<LightShow, Colour>> = {
  recording: [255, 0, 0],
  attention: [255, 120, 0],
  test: [0, 0, 255],
  off: [0, 0, 0],
};
const output = (...bytes: number[]): HidReport => ({ kind: 'output', bytes });
const feature = (...bytes: number[]): HidReport => ({ kind: 'feature', bytes });

/**
 * Luxafor Flag: report without a number, mode 1 (static), 0xFF all six lights, red, green, blue.
 * Source: Luxafor's HID description, as in JnyJny/busylight, docs/devices/luxafor.md. It has no time limit.
 */
const luxafor: Light = {
  model: 'Luxafor',
  goesOutAlone: false,
  begin: [],
  show: (what) => [output(0, 1, 0xff, ...colours[what], 0, 0, 0)],
};

const tickleMs = 3000;
const patternLines = 16;
const letter = (sign: string): number => sign.charCodeAt(0);
/**
 * blink(1): feature report 1; `n` colour at once, `D` "servertickle": without another within the time it goes off and plays
 * its pattern, which is made dark first (in its memory, not for ever). Source: todbot/blink1, docs/blink1-hid-commands.md.
 */
const blinkOne: Light = {
  model: 'blink(1)',
  goesOutAlone: true,
  begin: Array.from({ length: patternLines }, (_, at) => feature(1, letter('P'), 0, 0, 0, 0, 1, at, 0)),
  show: (what) => [
    feature(1, letter('n'), ...colours[what], 0, 0, 0, 0),
    what === 'off'
      ? feature(1, letter('D'), 0, 0, 0, 0, 0, 0, 0)
      : feature(1, letter('D'), 1, (tickleMs / 10) >> 8, (tickleMs / 10) & 0xff, 0, 0, 0, 0),
  ],
};

const xKeysBytes = 36;
const xKeysOrder = (...order: number[]): HidReport =>
  output(...order, ...Array.from({ length: xKeysBytes - order.length }, () => 0));
/**
 * X-keys: 179 is the indicator light (7: the red one), 182 the light behind all keys (bank 0 blue, bank 1 red). Source: SuperFlyTV/xkeys,
 * packages/core/src/xkeys.ts, after P.I. Engineering's data reports. It has no time limit.
 */
const xKeys: Light = {
  model: 'X-keys',
  goesOutAlone: false,
  begin: [],
  show(what) {
    const isRed = what === 'recording';
    const isBlue = what === 'attention' || what === 'test';
    return [
      xKeysOrder(0, 179, 7, isRed ? 1 : 0),
      xKeysOrder(0, 182, 0, isBlue ? 255 : 0),
      xKeysOrder(0, 182, 1, isRed ? 255 : 0),
    ];
  },
};

/** The lamp that this device is, or null. Foot pedals of the maker of X-keys have numbers below 1000. */
export function lightOf({
  vendorId,
  productId,
  interfaceNo,
}: Pick<HidDevice, 'vendorId' | 'productId' | 'interfaceNo'>): Light | null {
  if (vendorId === 0x04d8 && productId === 0xf372) return luxafor;
  if (vendorId === 0x27b8 && productId === 0x01ed) return blinkOne;
  if (vendorId === 0x05f3 && productId >= 1000 && interfaceNo <= 0) return xKeys;
  return null;
}
