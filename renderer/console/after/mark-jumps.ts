type Flag = Readonly<{ atUs: number; takenBack: boolean }>;

/** So that "back" leaves the mark it has just arrived at. */
const arrivedUs = 1_000_000;

/** The nearest standing mark after or before a moment, or null where there is none. */
export function neighbourMark<M extends Flag>(
  marks: readonly M[],
  atUs: number,
  towards: 'next' | 'previous',
): M | null {
  const standing = marks.filter((mark) => !mark.takenBack).toSorted((a, b) => a.atUs - b.atUs);
  return towards === 'next'
    ? (standing.find((mark) => mark.atUs > atUs + 1000) ?? null)
    : (standing.findLast((mark) => mark.atUs < atUs - arrivedUs) ?? null);
}
