import { indexOf, modulationsHz, transferIndex } from '#measure/speech-transmission.ts';

/** The speech transmission index of a sound field that dies away by 60 dB in so many seconds in every octave, without noise (Schroeder 1981; IEC 60268-16, annex). */
export function indexOfDecay(decayS: number): number {
  const transfers = modulationsHz.map((hz) => transferIndex(1 / Math.hypot(1, (2 * Math.PI * hz * decayS) / 13.8)));
  const each = transfers.reduce((sum, transfer) => sum + transfer, 0) / transfers.length;
  return indexOf(Array.from({ length: 7 }, () => each));
}
