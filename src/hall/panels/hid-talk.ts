import type { HidDevice, HidReport } from '../../../native/hid/index.ts';

/*
 * What the room and the program that holds the devices say to one another, one JSON line each. Neither trusts the other
 * to live: each says something several times a second.
 */

export type HidOrder =
  /** These devices are to be open and no others; those of `wills` are left showing these reports should the room fall silent. */
  | Readonly<{ do: 'hold'; paths: readonly string[]; wills: Readonly<Record<string, readonly HidReport[]>> }>
  | Readonly<{ do: 'write'; no: number; path: string; reports: readonly HidReport[] }>
  | Readonly<{ do: 'live' }>;

export type HidSays =
  | Readonly<{ is: 'no-library'; cause: string }>
  | Readonly<{ is: 'devices'; devices: readonly HidDevice[] }>
  | Readonly<{ is: 'opened'; path: string }>
  | Readonly<{ is: 'refused'; path: string }>
  | Readonly<{ is: 'gone'; path: string }>
  | Readonly<{ is: 'report'; path: string; bytes: readonly number[] }>
  | Readonly<{ is: 'wrote'; no: number; isTaken: boolean }>
  | Readonly<{ is: 'live' }>;

/** How often each side says at least something, and after which silence the other one acts without it. */
export const liveEveryMs = 250;
export const silentAfterMs = 1500;
