/** Where values lie in a plot, in the units of its picture. */
export type PlotScale = Readonly<{
  x(atMs: number): number;
  y(value: number): number;
  /** Round values within the plot, the lowest first. */
  ticks: readonly number[];
}>;

/** The inside of the picture, where the curve is. */
export type PlotArea = Readonly<{ left: number; right: number; top: number; bottom: number }>;

/** 1, 2 or 5 times a power of ten, so that about `wanted` of them cover the span. */
export function roundStep(span: number, wanted: number): number {
  const rough = span / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const steps = [1, 2, 5, 10].map((each) => each * power);
  return steps.find((step) => step >= rough) ?? power;
}

/** Covers all values with some room, and all moments; a single value lies in the middle. */
export function plotScale(moments: readonly number[], values: readonly number[], area: PlotArea): PlotScale {
  const lowest = Math.min(...values);
  const highest = Math.max(...values);
  const room = highest === lowest ? Math.max(1, Math.abs(highest) * 0.1) : (highest - lowest) * 0.12;
  const [low, high] = [lowest - room, highest + room];
  const step = roundStep(high - low, 4);
  const ticks: number[] = [];
  // Counted in steps and not added up, so that a tick is 0.3 and not 0.30000000000000004.
  for (let at = Math.ceil(low / step); at * step <= high; at += 1) ticks.push(Number((at * step).toPrecision(12)));
  const first = Math.min(...moments);
  const spanMs = Math.max(...moments) - first;
  return {
    x: (atMs) =>
      spanMs === 0 ? (area.left + area.right) / 2 : area.left + ((atMs - first) / spanMs) * (area.right - area.left),
    y: (value) => area.bottom - ((value - low) / (high - low)) * (area.bottom - area.top),
    ticks,
  };
}
