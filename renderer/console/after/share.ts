/** A moment or length as CSS percentage of the whole line; an empty line has no width to share. */
export function share(us: number, lengthUs: number): string {
  return `${lengthUs === 0 ? 0 : (us / lengthUs) * 100}%`;
}
