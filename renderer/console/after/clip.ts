import type { Stretch } from './pieces.ts';

/** No clip is shorter than this. */
const leastUs = 1_000_000;

/** The clip with one edge moved, kept on the line and never turned inside out. */
export function clipWith(clip: Stretch, edge: keyof Stretch, atUs: number, lengthUs: number): Stretch {
  const at = Math.round(atUs);
  return edge === 'fromUs'
    ? { ...clip, fromUs: Math.min(Math.max(0, at), Math.max(0, clip.toUs - leastUs)) }
    : { ...clip, toUs: Math.max(Math.min(lengthUs, at), Math.min(lengthUs, clip.fromUs + leastUs)) };
}
