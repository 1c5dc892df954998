import { voiceBounds } from '#domain/peers/voice-figures.ts';

/**
 * Thresholds of the check; dBFS count from amplitude 1, shares are 0 to 1, luma is 0 to 255.
 * Where they come from: levels and silence measured with real chains in the laboratory (research on the self-test,
 * section 1: digital silence, muted lines below -75 dBFS; speech less than 12 dB over its room fails); clipping by plateaus and crest factor (a sine has 3.0 dB, a
 * clipped chain fell to 1.4 dB); edges of photographs in focus are 0.6 to 0.9 px wide, after a smear of 3 px 1.7 to 2.2, of 5 px 2.3 to 3.2; light by the laboratory cameras (dark 7.0 mean luma, normal 87, over-exposed 207).
 * Real rooms will want calibration, which is why the values come from the rule-book.
 */
export type CheckTuning = Readonly<{
  /** A microphone whose loudest 400 ms stay below this is silent: muted, unplugged or a wrong channel. */
  silentBelowDbfs: number;
  /** Speech at this level is too far from the microphone to be understood later. */
  quietBelowDbfs: number;
  /** Samples in plateaus at the top, as a share of all. */
  clippedShare: number;
  /** Loud sound with less between peak and RMS than this was clipped before it came to us; a pure sine has 3.0 dB. */
  flatCrestDb: number;
  /** Speech that stands less above the pauses between its words than this is hard to understand. */
  noisyBelowDb: number;
  /** Share of the quietest second that lies in a mains frequency and its harmonics, and how loud that second must be to matter. */
  humShare: number;
  humFromDbfs: number;
  /** A loudspeaker whose arrival stands less above chance is not heard (chance alone reaches 28 dB). */
  heardOverFloorDb: number;
  /** RMS of a tone's harmonics over the tone; an electret chain has 1 % at most, one that clips 20 % and more. */
  distortedFrom: number;
  /** A reflection that comes later and louder than this is heard as a second voice (Haas). */
  echoFromMs: number;
  echoFromDb: number;
  /** Of a voice from the line a call must take away so much; with less whoever speaks hears themselves come back. Taking noise away alone takes 15. */
  echoTakenDb: number;
  /** A room that rings longer makes speech hard to understand: 0.6 to 1.0 s is usual in court halls. */
  reverberantFromS: number;
  /** One octave of speech against another, beyond what microphones of several makes differ. */
  muffledFromDb: number;
  /** Later than another microphone by more than sound takes through a large hall (343 m/s, 20 m). */
  lateFromMs: number;
  /** Quieter than most microphones of the hall by so much, whatever their distance. */
  faintByDb: number;
  /** Exact zeros, as a share of all samples: the driver or cable gives nothing. */
  zeroShare: number;
  blackBelowLuma: number;
  /** As dark as that, and without anything in it that stands out (95th less 5th percentile), is black too: a cap, under a sensor's noise. */
  blackNoiseLuma: number;
  blackSpreadLuma: number;
  darkBelowLuma: number;
  brightAboveLuma: number;
  /** Share of pixels at 250 and above. */
  brightShare: number;
  /** Noise from here on, in steps of luma, is seen by everybody; of a sharp edge so noisy a picture says nothing. */
  grainyFrom: number;
  focusUpToNoise: number;
  /** Edges smeared by so many pixels, of a picture 1280 wide, are out of focus. */
  blurredFromPx: number;
  /** Height of a face as a share of the picture's; luma of a face. */
  smallFaceBelow: number;
  darkFaceBelow: number;
  /** A face that is not as dark as that, and yet by so much darker than all of its picture, has the light behind it. */
  shadedFaceBelow: number;
  shadedFaceShare: number;
  burntFaceAbove: number;
  /** A picture in which nothing at all changes for this long is frozen: a real sensor always has noise. */
  frozenForS: number;
  /** Pictures a second, as a share of what is wanted. */
  fpsShare: number;
  /** Less of the test recording than this share of the longest track is no data. */
  coverShare: number;
}>;

export const checkTuning: CheckTuning = {
  silentBelowDbfs: -75,
  quietBelowDbfs: -50,
  clippedShare: 0.001,
  flatCrestDb: 2,
  noisyBelowDb: voiceBounds.noisyBelowDb,
  humShare: 0.5,
  humFromDbfs: -60,
  heardOverFloorDb: 30,
  distortedFrom: 0.03,
  echoFromMs: 50,
  echoFromDb: -10,
  echoTakenDb: 25,
  reverberantFromS: 1.5,
  muffledFromDb: 16,
  lateFromMs: 60,
  faintByDb: 25,
  zeroShare: 0.98,
  blackBelowLuma: 3,
  blackNoiseLuma: 8,
  blackSpreadLuma: 3,
  darkBelowLuma: 30,
  brightAboveLuma: 200,
  brightShare: 0.15,
  grainyFrom: 8,
  focusUpToNoise: 8,
  blurredFromPx: 1.7,
  smallFaceBelow: 0.12,
  darkFaceBelow: 60,
  shadedFaceBelow: 85,
  shadedFaceShare: 0.75,
  burntFaceAbove: 225,
  frozenForS: 2,
  fpsShare: 0.9,
  coverShare: 0.5,
};
