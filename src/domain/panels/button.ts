/** One bit of a report and the value that it has while the button is down. */
export type ButtonBit = Readonly<{ byte: number; bit: number; downIs: 0 | 1 }>;

/**
 * A button as it is seen in a device's reports: in those of this length these bits have these values while it is down.
 * One bit for a pedal or a key with a bit of its own, several where a device sends the number of a key.
 */
export type Button = Readonly<{ lengthBytes: number; bits: readonly ButtonBit[] }>;

export function bitOf(report: Uint8Array, byte: number, bit: number): 0 | 1 {
  return (((report[byte] ?? 0) >> bit) & 1) as 0 | 1;
}

/** Null where a report of this length says nothing of the button. */
export function isDown({ lengthBytes, bits }: Button, report: Uint8Array): boolean | null {
  if (report.length !== lengthBytes) return null;
  return bits.every(({ byte, bit, downIs }) => bitOf(report, byte, bit) === downIs);
}

const keyOf = ({ byte, bit, downIs }: ButtonBit): string => `${byte}.${bit}.${downIs}`;

export function isSameButton(one: Button, other: Button): boolean {
  return one.lengthBytes === other.lengthBytes && one.bits.length === other.bits.length && isPartOf(one, other);
}

/** Whether whoever sees `whole` down also sees `part` down: the number 3 of a key has all bits of the number 1. */
function isPartOf(part: Button, whole: Button): boolean {
  const all = new Set(whole.bits.map(keyOf));
  return part.lengthBytes === whole.lengthBytes && part.bits.every((bit) => all.has(keyOf(bit)));
}

/** Which of the buttons a report shows down, by their places in the list; of two of which one is part of the other, the larger. */
export function buttonsDown(buttons: readonly Button[], report: Uint8Array): readonly number[] {
  const down = buttons.map((button, at) => (isDown(button, report) === true ? at : -1)).filter((at) => at >= 0);
  const of = (at: number): Button => buttons[at] ?? { lengthBytes: -1, bits: [] };
  return down.filter(
    (at) => !down.some((other) => of(other).bits.length > of(at).bits.length && isPartOf(of(at), of(other))),
  );
}
