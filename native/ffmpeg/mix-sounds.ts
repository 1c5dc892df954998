/**
 * Filters that mix sounds of the hearing's line from 0 to `lengthS` into one, each put on time first. `inputs`, `summed`
 * and `into` are ffmpeg's names of streams, without brackets; `summed` were added up by `addSounds` already.
 */
export function mixSounds(
  inputs: readonly string[],
  lengthS: string,
  into: string,
  summed: readonly string[] = [],
): string {
  // The limiter keeps several voices at once from clipping, and gives each sample `attack` late.
  const limited = 'alimiter=limit=0.95:level=0:attack=5,atrim=start=0.005,asetpts=PTS-STARTPTS';
  return `${addSounds(inputs, lengthS, `${into}Sum`, summed)};[${into}Sum]${limited}[${into}]`;
}

/** As `mixSounds`, but nothing keeps the sum from being too loud: for a part of a mix. */
export function addSounds(
  inputs: readonly string[],
  lengthS: string,
  into: string,
  summed: readonly string[] = [],
): string {
  // A device whose clock runs fast or slow is stretched to the hall's, by 0.5 % at most; a hole becomes silence. The
  // resampler must be there from the start: one that comes in at the first correction adds a fifth of a second (measured).
  const onTime = `aresample=48000:async=240:min_hard_comp=0.04:flags=res:first_pts=0,apad,atrim=end=${lengthS}`;
  const lines = inputs.map((input, at) => `[${input}]${onTime}[${into}${String(at)}]`);
  const all = [...inputs.map((_, at) => `${into}${String(at)}`), ...summed].map((name) => `[${name}]`);
  return [...lines, `${all.join('')}amix=inputs=${String(all.length)}:normalize=0:duration=longest[${into}]`].join(';');
}
