const floorDbfs = -60;

/** Peak of the samples in dBFS; digital silence is -Infinity. */
export function peakDbfs(samples: Float32Array): number {
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  return 20 * Math.log10(peak);
}

/** Where a level stands on a meter from -60 dBFS (0) to full scale (1). */
export function toShare(dbfs: number): number {
  return Math.min(1, Math.max(0, (dbfs - floorDbfs) / -floorDbfs));
}
