import type { CheckItem } from '#domain/check/check-item.ts';
import { drawAxes, drawCurve } from './draw-axes.ts';
import type { Paper } from './plot.tsx';
import type { Round } from './use-retest.ts';

type Value = Readonly<{ round: number; value: number; verdict: CheckItem['verdict'] }>;

/** One figure over the rounds; of several things of a kind the first that has it. */
export function valuesOf(rounds: readonly Round[], figure: string): readonly Value[] {
  return rounds.flatMap(({ items }, at): readonly Value[] => {
    const item = items.find(({ figures }) => figures[figure] !== undefined);
    const value = item?.figures[figure];
    return item === undefined || value === undefined ? [] : [{ round: at + 1, value, verdict: item.verdict }];
  });
}

const fewestRounds = 10;

/** Round figures for an axis: about four steps of 1, 2 or 5 times a power of ten around all values. */
export function axisAround(
  values: readonly number[],
): Readonly<{ from: number; to: number; marks: readonly number[] }> {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const span = Math.max(most - least, Math.abs(most) * 0.1, 0.1);
  const raw = span / 3;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * ([1, 2, 5].find((each) => each * power >= raw) ?? 10);
  const from = Math.floor(least / step) * step;
  const count = Math.max(1, Math.ceil((most - from) / step + 1e-9));
  const marks = Array.from({ length: count + 1 }, (_, at) => Number((from + at * step).toPrecision(6)));
  return { from, to: from + count * step, marks };
}

/** The figure round by round; the colour of a point is its verdict's, and its shape says the same. */
export function drawRounds(paper: Paper, values: readonly Value[]): void {
  if (values.length === 0) return;
  const { pen, ink } = paper;
  const last = Math.max(fewestRounds, values.at(-1)?.round ?? 0);
  const every = Math.ceil(last / 10);
  const marks = Array.from({ length: Math.floor(last / every) }, (_, at) => (at + 1) * every);
  const { x, y } = drawAxes(paper, { from: 0, to: last, marks }, axisAround(values.map(({ value }) => value)));
  pen.lineWidth = 2;
  pen.strokeStyle = ink.accent;
  drawCurve(
    pen,
    values.map(({ round, value }) => [x(round), y(value)]),
  );
  const colours = { good: ink.green, look: ink.amber, bad: ink.red } as const;
  for (const { round, value, verdict } of values) {
    const [atX, atY] = [x(round), y(value)];
    pen.fillStyle = colours[verdict];
    pen.beginPath();
    if (verdict === 'good') pen.arc(atX, atY, 5, 0, 2 * Math.PI);
    else if (verdict === 'look') {
      pen.moveTo(atX, atY - 7);
      pen.lineTo(atX + 7, atY + 5);
      pen.lineTo(atX - 7, atY + 5);
    } else pen.rect(atX - 5, atY - 5, 10, 10);
    pen.fill();
  }
}
