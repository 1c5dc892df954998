import { drawAxes, drawCurve } from './draw-axes.ts';
import type { Paper } from './plot.tsx';
import { paceMs, type PictureSight } from './use-picture-scope.ts';

/** How many pixels are how bright; what has no drawing left is red. */
export function drawLuma(paper: Paper, { luma }: PictureSight): void {
  const { pen, ink } = paper;
  const most = Math.max(1, ...luma.counts);
  const { x, y } = drawAxes(
    paper,
    { from: 0, to: 256, marks: [0, 64, 128, 192, 255] },
    { from: 0, to: Math.sqrt(most), marks: [] },
  );
  for (const [step, count] of luma.counts.entries()) {
    if (count === 0) continue;
    pen.fillStyle = step <= 20 || step >= 250 ? ink.red : ink.accent;
    // The root of the count: one bright wall would press all else to the ground.
    const reach = y(Math.sqrt(count)) - 1;
    pen.fillRect(x(step), reach, Math.max(1, x(step + 1) - x(step)), y(0) - reach);
  }
}

/** Pictures a second over the last minute. */
export function drawPace(paper: Paper, { pace }: PictureSight): void {
  const { pen, ink } = paper;
  const nowMs = pace.at(-1)?.atMs ?? 0;
  const { x, y } = drawAxes(
    paper,
    { from: -paceMs / 1000, to: 0, marks: [-60, -45, -30, -15, 0] },
    { from: 0, to: 35, marks: [0, 10, 20, 30] },
  );
  pen.lineWidth = 2.5;
  pen.strokeStyle = ink.accent;
  drawCurve(
    pen,
    pace.map(({ atMs, fps }) => [x((atMs - nowMs) / 1000), y(fps)]),
  );
}
