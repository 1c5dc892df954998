import type { Paper } from './plot.tsx';

/** Where a plot's figures stand on its paper. */
export type Scale = Readonly<{ x: (value: number) => number; y: (value: number) => number }>;

type Axis = Readonly<{
  from: number;
  to: number;
  marks: readonly number[];
  isLog?: boolean;
  word?: (value: number) => string;
}>;

const left = 46;
const [right, top, bottom] = [10, 10, 26] as const;

function placeOn({ from, to, isLog = false }: Axis, value: number): number {
  return isLog ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
}

/** Draws a net of lines with their values and answers where figures belong; values beyond an axis stand at its end. */
export function drawAxes({ pen, width, height, ink }: Paper, axisX: Axis, axisY: Axis): Scale {
  const within = (share: number): number => Math.max(0, Math.min(1, share));
  const x = (value: number): number => left + within(placeOn(axisX, value)) * (width - left - right);
  const y = (value: number): number => height - bottom - within(placeOn(axisY, value)) * (height - top - bottom);
  pen.strokeStyle = ink.line;
  pen.fillStyle = ink.quiet;
  pen.lineWidth = 1;
  pen.textBaseline = 'middle';
  pen.textAlign = 'right';
  for (const mark of axisY.marks) {
    drawLine(pen, [left, y(mark)], [width - right, y(mark)]);
    pen.fillText(axisY.word?.(mark) ?? String(mark), left - 8, y(mark));
  }
  pen.textBaseline = 'top';
  pen.textAlign = 'center';
  for (const mark of axisX.marks) {
    drawLine(pen, [x(mark), top], [x(mark), height - bottom]);
    const word = axisX.word?.(mark) ?? String(mark);
    // A word at the very edge would lose its half.
    const half = pen.measureText(word).width / 2;
    pen.fillText(word, Math.min(width - half, x(mark)), height - bottom + 6);
  }
  return { x, y };
}

type Point = readonly [number, number];

export function drawLine(pen: CanvasRenderingContext2D, from: Point, to: Point): void {
  pen.beginPath();
  pen.moveTo(...from);
  pen.lineTo(...to);
  pen.stroke();
}

/** One line through all points; a null breaks it. */
export function drawCurve(pen: CanvasRenderingContext2D, points: readonly (Point | null)[]): void {
  pen.beginPath();
  let isDown = false;
  for (const point of points) {
    if (point !== null) {
      if (isDown) pen.lineTo(...point);
      else pen.moveTo(...point);
    }
    isDown = point !== null;
  }
  pen.stroke();
}
