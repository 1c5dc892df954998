import { humLinesHz } from '#measure/line-spectrum.ts';
import { drawAxes, drawCurve, drawLine } from './draw-axes.ts';
import type { Paper } from './plot.tsx';
import { historyMs, highestHz, lowestHz, type SoundSight } from './use-sound-scope.ts';

const decibels = { from: -100, to: 0, marks: [0, -20, -40, -60, -80, -100] } as const;

/** The last minute: peak as a thin line, RMS as a strong one, speech where somebody speaks as a green one. */
export function drawLevels(paper: Paper, { history }: SoundSight): void {
  const { pen, ink } = paper;
  const nowMs = history.at(-1)?.atMs ?? 0;
  const { x, y } = drawAxes(paper, { from: -historyMs / 1000, to: 0, marks: [-60, -45, -30, -15, 0] }, decibels);
  const curve = (of: (point: SoundSight['history'][number]) => number | null): (readonly [number, number] | null)[] =>
    history.map((point) => {
      const value = of(point);
      return value === null ? null : [x((point.atMs - nowMs) / 1000), y(value)];
    });
  pen.lineWidth = 1;
  pen.strokeStyle = ink.quiet;
  drawCurve(
    pen,
    curve(({ peakDbfs }) => peakDbfs),
  );
  pen.lineWidth = 2.5;
  pen.strokeStyle = ink.accent;
  drawCurve(
    pen,
    curve(({ rmsDbfs }) => rmsDbfs),
  );
  pen.lineWidth = 4;
  pen.strokeStyle = ink.green;
  drawCurve(
    pen,
    curve(({ speechDbfs }) => speechDbfs),
  );
}

/** Level over frequency, the lines of the mains marked. */
export function drawSpectrum(paper: Paper, { columns }: SoundSight): void {
  const { pen, ink, height } = paper;
  const word = (hz: number): string => (hz >= 1000 ? `${String(hz / 1000)}k` : String(hz));
  const { x, y } = drawAxes(
    paper,
    { from: lowestHz, to: highestHz, isLog: true, marks: [50, 100, 500, 1000, 5000, 10_000], word },
    { from: -120, to: 0, marks: [0, -30, -60, -90, -120] },
  );
  pen.lineWidth = 1.5;
  pen.strokeStyle = ink.amber;
  pen.setLineDash([4, 4]);
  for (const hz of humLinesHz) drawLine(pen, [x(hz), 10], [x(hz), height - 26]);
  pen.setLineDash([]);
  const count = columns.length;
  pen.lineWidth = 2;
  pen.strokeStyle = ink.accent;
  drawCurve(
    pen,
    [...columns].map((dbfs, at) => [x(lowestHz * (highestHz / lowestHz) ** ((at + 0.5) / count)), y(dbfs)]),
  );
}

/** How often each amplitude occurs, on a logarithmic scale: rare ones count too. */
export function drawAmplitudes(paper: Paper, { amplitudes }: SoundSight): void {
  const { counts } = amplitudes;
  const { pen, ink } = paper;
  const most = Math.max(10, ...counts);
  const { x, y } = drawAxes(
    paper,
    { from: -1, to: 1, marks: [-1, -0.5, 0, 0.5, 1] },
    { from: 0, to: Math.log10(most), marks: [] },
  );
  for (const [at, count] of counts.entries()) {
    if (count === 0) continue;
    const isOutermost = at === 0 || at === counts.length - 1;
    pen.fillStyle = isOutermost ? ink.red : ink.accent;
    const [from, to] = [x((2 * at) / counts.length - 1), x((2 * (at + 1)) / counts.length - 1)];
    // One sample is seen as well.
    const reach = y(Math.log10(count)) - 3;
    pen.fillRect(from, reach, Math.max(1, to - from - 0.5), y(0) - reach);
  }
}
