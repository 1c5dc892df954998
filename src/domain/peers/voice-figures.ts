/** How a voice from the line arrives, before any loudspeaker's volume; dBFS, 0 is amplitude 1. */
export type VoiceFigures = Readonly<{
  /** Active speech level (ITU-T P.56). */
  speechDbfs: number;
  /** Speech over what is heard in its pauses. */
  overPauseDb: number;
}>;

/** What is said of it; words under `line.voice.*` and `check.findings.voice-*`. */
export const voiceTroubles = ['quiet', 'noisy'] as const;
export type VoiceTrouble = (typeof voiceTroubles)[number];

export const voiceBounds = {
  /**
   * A hall's amplifier is set by the check's own voice, -24 dBFS, and a telephone line for -26 dBov (ITU-T G.191 levels speech to that
   * by P.56). 12 dB less is heard less than half as loud (10 dB, Stevens), and in a hall where a usual voice (ISO 9921: 60 dB(A)) stands
   * 15 dB over the noise little is left of it.
   */
  quietBelowDbfs: -38,
  /** Speech that stands less above the pauses between its words is hard to understand: less than this failed in the laboratory. */
  noisyBelowDb: 12,
} as const;

/** What is wrong with a voice; nothing where it is heard well. */
export function judgeVoice({ speechDbfs, overPauseDb }: VoiceFigures): readonly VoiceTrouble[] {
  const isTrue = {
    quiet: speechDbfs < voiceBounds.quietBelowDbfs,
    noisy: overPauseDb < voiceBounds.noisyBelowDb,
  };
  return voiceTroubles.filter((trouble) => isTrue[trouble]);
}
