/** Microseconds on the hearing's line as `1:02:03` or, with tenths, `1:02:03.4`. Figures only, the same in all languages. */
export function timeText(atUs: number, withTenths = false): string {
  const tenths = Math.max(0, Math.floor(atUs / 100_000));
  const seconds = Math.floor(tenths / 10);
  const two = (value: number): string => String(value).padStart(2, '0');
  const whole = `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return withTenths ? `${whole}.${tenths % 10}` : whole;
}

/** Reads `h:mm:ss`, `mm:ss` or `ss`, each with optional tenths, into µs; null where it is no time. */
export function readTime(text: string): number | null {
  const match = /^\s*(?:(?:(\d{1,2}):)?(\d{1,3}):)?(\d{1,5})(?:[.,](\d))?\s*$/.exec(text);
  if (match === null) return null;
  const [, hours, minutes, seconds, tenths] = match;
  if (minutes !== undefined && Number(seconds) > 59) return null;
  if (hours !== undefined && Number(minutes) > 59) return null;
  return (
    ((Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60 + Number(seconds)) * 1_000_000 +
    Number(tenths ?? 0) * 100_000
  );
}

/** Distance in µs between ruler ticks so that at most `most` of them stand on a line of `lengthUs`. */
export function tickStepUs(lengthUs: number, most: number): number {
  const stepsS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200];
  const step = stepsS.find((seconds) => lengthUs / (seconds * 1_000_000) <= most) ?? 14_400;
  return step * 1_000_000;
}
