import type { AtUs } from '#domain/record/timeline.ts';

/** `hh:mm:ss[.mmm]`, `mm:ss` or seconds, counted from the hearing's opening; null for anything else. */
export function parseMoment(text: string): AtUs | null {
  const parts = text.trim().split(':');
  if (
    parts.length > 3 ||
    !parts.every((part, index) => (index === parts.length - 1 ? /^\d+(\.\d{1,6})?$/ : /^\d+$/).test(part))
  )
    return null;
  const numbers = parts.map(Number);
  if (numbers.length > 1 && numbers.slice(1).some((value) => value >= 60)) return null;
  return Math.round(numbers.reduce((sum, value) => sum * 60 + value, 0) * 1_000_000);
}

/** `h:mm:ss` of a length or a moment. */
export function showLength(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${String(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** `hh:mm:ss.mmm` of a moment of the hearing. */
export function showMoment(atUs: AtUs): string {
  const ms = Math.floor(atUs / 1000);
  return `${showLength(Math.floor(ms / 1000) * 1000).padStart(8, '0')}.${String(ms % 1000).padStart(3, '0')}`;
}

/** Day and time by the hall PC's clock: `2026-11-23 14:05`. */
export function showWall(atMs: number): string {
  const at = new Date(atMs);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${String(at.getFullYear())}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
}
