/**
 * Filters that mix sounds of the hearing's line from 0 to `lengthS` into one, each put on time first. `inputs` and `into`
 * are ffmpeg's names of streams, without brackets.
 */
export function mixSounds(inputs: readonly string[], lengthS: string, into: string): string {
  // A device whose clock runs fast or slow is stretched to the hall's, by 0.5 % at most; a hole becomes silence. The
  // resampler must be there from the start: one that comes in at the first correction adds a fifth of a second (measured).
  const onTime = `aresample=48000:async=240:min_hard_comp=0.04:flags=res:first_pts=0,apad,atrim=end=${lengthS}`;
  const lines = inputs.map((input, at) => `[${input}]${onTime}[${into}${String(at)}]`);
  // Sounds are added as they are; the limiter keeps several voices at once from clipping, and gives each sample `attack` late.
  const limited = 'alimiter=limit=0.95:level=0:attack=5,atrim=start=0.005,asetpts=PTS-STARTPTS';
  const all = inputs.map((_, at) => `[${into}${String(at)}]`).join('');
  const mix = `${all}amix=inputs=${String(inputs.length)}:normalize=0:duration=longest,${limited}[${into}]`;
  return [...lines, mix].join(';');
}
