import { expect, test } from 'vitest';
import { judgeVoice, voiceBounds } from '#domain/peers/voice-figures.ts';

test('P28: a voice at the level to which lines are set is heard well; one at a fraction of its loudness, or hardly over its room, is not', () => {
  // -26 dBov is the nominal level; 10 dB less is heard half as loud.
  expect(judgeVoice({ speechDbfs: -26, overPauseDb: 30 })).toEqual([]);
  expect(judgeVoice({ speechDbfs: -36, overPauseDb: 30 })).toEqual([]);
  expect(judgeVoice({ speechDbfs: -39, overPauseDb: 30 })).toEqual(['quiet']);
  expect(judgeVoice({ speechDbfs: -26, overPauseDb: 11 })).toEqual(['noisy']);
  expect(judgeVoice({ speechDbfs: -50, overPauseDb: 7 })).toEqual(['quiet', 'noisy']);
  const { quietBelowDbfs: speechDbfs, noisyBelowDb: overPauseDb } = voiceBounds;
  expect(judgeVoice({ speechDbfs, overPauseDb })).toEqual([]);
});
