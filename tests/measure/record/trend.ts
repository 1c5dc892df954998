/** One reading at a time in hours. */
export type Reading = Readonly<{ atH: number; value: number }>;
export type Trend = Readonly<{ slopePerH: number; upperPerH: number }>;

/**
 * The slope of a straight line through the readings (least squares) and its upper 95 % bound, both per hour. Neighbours
 * resemble each other (a heap grows until it is swept), so what is left beside the line counts only for as many readings as
 * its correlation with the one before leaves independent (Bartlett: n·(1−r)/(1+r)).
 */
export function trendOf(readings: readonly Reading[]): Trend {
  const count = readings.length;
  if (count < 5) throw new Error('five readings at least make a trend');
  const meanH = readings.reduce((sum, { atH }) => sum + atH, 0) / count;
  const mean = readings.reduce((sum, { value }) => sum + value, 0) / count;
  const spread = readings.reduce((sum, { atH }) => sum + (atH - meanH) ** 2, 0);
  const slope = readings.reduce((sum, { atH, value }) => sum + (atH - meanH) * (value - mean), 0) / spread;
  const rests = readings.map(({ atH, value }) => value - mean - slope * (atH - meanH));
  const squares = rests.reduce((sum, rest) => sum + rest * rest, 0);
  const withNext = rests.slice(1).reduce((sum, rest, at) => sum + rest * (rests[at] ?? 0), 0);
  const correlation = squares === 0 ? 0 : Math.min(0.95, Math.max(0, withNext / squares));
  const independent = Math.max(3, (count * (1 - correlation)) / (1 + correlation));
  const error = Math.sqrt(((squares / count) * (independent / (independent - 2)) * (count / independent)) / spread);
  // Student's t for a two-sided 95 %, near enough from three degrees of freedom on.
  const student = 1.96 + 2.8 / (independent - 2);
  return { slopePerH: slope, upperPerH: slope + student * error };
}

/**
 * How many more there are in the last third than in the first, an hour, by the middle reading of each: for counts of whole things, of
 * which one more or less for a while makes a slope with wide bounds and yet is no growth.
 */
export function moreByThirds(readings: readonly Reading[]): number {
  const third = Math.floor(readings.length / 3);
  if (third < 1) throw new Error('three readings at least have thirds');
  const middle = (part: readonly Reading[], of: (reading: Reading) => number): number =>
    part.map(of).sort((one, other) => one - other)[part.length >> 1] ?? Number.NaN;
  const [first, last] = [readings.slice(0, third), readings.slice(-third)];
  const value = (part: readonly Reading[]): number => middle(part, (reading) => reading.value);
  const atH = (part: readonly Reading[]): number => middle(part, (reading) => reading.atH);
  return (value(last) - value(first)) / (atH(last) - atH(first));
}
