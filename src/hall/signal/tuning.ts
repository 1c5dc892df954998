/** Thresholds of what counts as trouble; dBFS count from amplitude 1, luma is 0 to 255. */
export type SignalTuning = Readonly<{
  /** Every second below this: muted, unplugged at the far end or dead. A live microphone's own noise is above it. */
  silentBelowDbfs: number;
  /** Or so far below the pauses of the seat's own check, but never a level that a quiet room may have. */
  silentBelowFloorDb: number;
  silentAtMostDbfs: number;
  silentForS: number;
  /** Share of a second's samples in plateaus at the top. */
  clippedShare: number;
  /** Of the last `judgedS` seconds so many must be bad, because one cough is not a wrong gain. */
  clippedOfLast: number;
  /** Share of a second's energy in the mains frequency and its harmonics. */
  humShare: number;
  /** Hum that nobody hears disturbs nobody. */
  humFromDbfs: number;
  humOfLast: number;
  judgedS: number;
  /** A picture darker than this on the whole, and without anything in it that stands out, is black. */
  blackBelowLuma: number;
  blackBelowContrast: number;
  blackPictures: number;
  /** A key picture that is not decoded by then does not decode. */
  decodedWithinMs: number;
}>;

export const signalTuning: SignalTuning = {
  silentBelowDbfs: -75,
  silentBelowFloorDb: 12,
  silentAtMostDbfs: -65,
  silentForS: 10,
  clippedShare: 0.001,
  clippedOfLast: 3,
  humShare: 0.5,
  humFromDbfs: -55,
  humOfLast: 4,
  judgedS: 5,
  blackBelowLuma: 3,
  blackBelowContrast: 2,
  blackPictures: 3,
  decodedWithinMs: 1000,
};
