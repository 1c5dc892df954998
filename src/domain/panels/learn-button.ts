import { bitOf, type Button, type ButtonBit } from './button.ts';

/** So many changing bits are a button's own; with more there may be a counter or a time stamp among them. */
const quietBits = 4;
const presses = { quiet: 2, noisy: 4 } as const;
/** Longer reports than any device of this kind sends are not looked at. */
const mostBytes = 1024;

/** How a button is being learned: `seen` of `wanted` presses, then the button. */
export type Learned = Readonly<{ seen: number; wanted: number; button: Button | null }>;

type Track = { lengthBytes: number; rest: Uint8Array; last: Uint8Array; reports: number; turns: Map<number, number[]> };

/**
 * Finds the button that is pressed again and again in the reports of a device that nothing is known of. A button's bits
 * leave their rest and come back to it with every press, all at the same reports; a counter or a time stamp does so
 * by chance only, and not four times. Hear every report from before the first press on.
 */
export class ButtonLearner {
  readonly #tracks = new Map<number, Track>();

  hear(report: Uint8Array): Learned {
    if (report.length === 0 || report.length > mostBytes) return { seen: 0, wanted: presses.quiet, button: null };
    const track = this.#trackOf(report);
    track.reports += 1;
    for (let byte = 0; byte < report.length; byte += 1) {
      const changed = (report[byte] ?? 0) ^ (track.last[byte] ?? 0);
      for (let bit = 0; bit < 8; bit += 1) {
        if (((changed >> bit) & 1) === 0) continue;
        const at = byte * 8 + bit;
        const turns = track.turns.get(at) ?? [];
        turns.push(track.reports);
        track.turns.set(at, turns);
      }
    }
    track.last = Uint8Array.from(report);
    return judge(track);
  }

  #trackOf(report: Uint8Array): Track {
    let track = this.#tracks.get(report.length);
    if (track === undefined) {
      // What a device sends first is most often the press itself. Almost every one rests at zeros; a byte that is nearly all
      // ones while one button is down rests at ones.
      const rest = report.map((byte) => (onesIn(byte) >= 6 ? 0xff : 0));
      track = { lengthBytes: report.length, rest, last: rest, reports: 0, turns: new Map() };
      this.#tracks.set(report.length, track);
    }
    return track;
  }
}

function onesIn(byte: number): number {
  return [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => ((byte >> bit) & 1) === 1).length;
}

function judge({ lengthBytes, rest, turns }: Track): Learned {
  // A constant header differs once from the zeros that were supposed, and never again.
  const alive = [...turns].filter(([, when]) => when.length > 1 || (when[0] ?? 0) > 1);
  const isNoisy = alive.length > quietBits;
  const wanted = isNoisy ? presses.noisy : presses.quiet;
  const groups = new Map<string, number[]>();
  for (const [at, when] of turns) {
    const key = when.join(' ');
    groups.set(key, [...(groups.get(key) ?? []), at]);
  }
  let seen = 0;
  let best: readonly number[] | null = null;
  for (const [key, bits] of groups) {
    const count = key.split(' ').length;
    seen = Math.max(seen, Math.min(wanted, Math.floor(count / 2)));
    // Whatever turned more often than it was pressed is no button; of two that agree the first in the report is.
    if (count === wanted * 2 && (best === null || Math.min(...bits) < Math.min(...best))) best = bits;
  }
  if (best === null) return { seen: Math.min(seen, wanted - 1), wanted, button: null };
  const firstByte = Math.floor(Math.min(...best) / 8);
  const own = isNoisy ? best.filter((at) => Math.floor(at / 8) === firstByte) : best;
  const bits = own
    .toSorted((a, b) => a - b)
    .map((at): ButtonBit => {
      const [byte, bit] = [Math.floor(at / 8), at % 8];
      return { byte, bit, downIs: bitOf(rest, byte, bit) === 0 ? 1 : 0 };
    });
  return { seen: wanted, wanted, button: { lengthBytes, bits } };
}
