/** Kazakhstan keeps one offset all year round since March 2024; a PC that is set to another zone must not move a hearing on paper. */
const offsetMs = 5 * 3_600_000;
const two = (value: number): string => String(value).padStart(2, '0');
const there = (atMs: number): Date => new Date(atMs + offsetMs);

/** The day by the clock of Kazakhstan, as papers of both languages write it. */
export function writtenDay(atMs: number): string {
  const at = there(atMs);
  return `${two(at.getUTCDate())}.${two(at.getUTCMonth() + 1)}.${at.getUTCFullYear()}`;
}

/** Day, hours and minutes. */
export function writtenMoment(atMs: number): string {
  const at = there(atMs);
  return `${writtenDay(atMs)}, ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
}

/** Hours, minutes and seconds, for what is measured. */
export function writtenTime(atMs: number): string {
  const at = there(atMs);
  return `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`;
}
