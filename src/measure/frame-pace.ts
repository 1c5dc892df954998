/** A look at a stream of pictures: how many had come by then, since any beginning. */
export type FrameCount = Readonly<{ atMs: number; frames: number }>;

/** Pictures a second between each two looks, newest last; a stream that begins anew counts from there. */
export type PacePoint = Readonly<{ atMs: number; fps: number }>;

/** The pace between each look and the one before. Looks come in the order of time. */
export function framePace(looks: readonly FrameCount[]): readonly PacePoint[] {
  return looks.slice(1).flatMap((look, at) => {
    const before = looks[at]!;
    const spanMs = look.atMs - before.atMs;
    if (spanMs <= 0 || look.frames < before.frames) return [];
    return [{ atMs: look.atMs, fps: ((look.frames - before.frames) * 1000) / spanMs }];
  });
}

/** Mean pace over all looks, and the slowest stretch of them; null before there are two. */
export function paceFigures(looks: readonly FrameCount[]): Readonly<{ meanFps: number; slowestFps: number }> | null {
  const pace = framePace(looks);
  const [first, last] = [looks[0], looks.at(-1)];
  if (pace.length === 0 || first === undefined || last === undefined) return null;
  const frames = looks.slice(1).reduce((sum, { frames: now }, at) => sum + Math.max(0, now - looks[at]!.frames), 0);
  return {
    meanFps: (frames * 1000) / Math.max(1, last.atMs - first.atMs),
    slowestFps: Math.min(...pace.map(({ fps }) => fps)),
  };
}
