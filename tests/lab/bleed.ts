import { decodeSound, sampleRate } from './wave-file.ts';
import type { SpeechName } from './speech.ts';

/*
 * Whose sound is on a track, and how much of anybody else's: two questions, two measurements.
 *
 * Whose? The recorded speech is compared with every speaker's rendered speech by its loudness over time (10 ms steps, the
 * best fit over all shifts of the loop): the words of one person are like nobody else's.
 *
 * How much of the others? While somebody speaks, a bleed of −60 dB drowns in his own words and in the noise that Opus
 * makes of them. So each speaker falls silent once while all the others go on, and what is on his track then, measured
 * against how loud the others are on theirs, is everything that leaks in: the sum of all bleeds, nothing left out.
 */

/** Loudness over time: the root of the mean square of each 10 ms, without its mean. */
function loudness(samples: Float32Array): Float64Array {
  const block = sampleRate / 100;
  const blocks = Math.floor(samples.length / block);
  const values = new Float64Array(blocks);
  let mean = 0;
  for (let index = 0; index < blocks; index += 1) {
    const value = rms(samples.subarray(index * block, (index + 1) * block));
    values[index] = value;
    mean += value / blocks;
  }
  return values.map((value) => value - mean);
}

/** Root of the mean square, full scale 1. */
export function rms(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return Math.sqrt(sum / Math.max(1, samples.length));
}

/** The best normalised correlation (−1…1) of the loudness of a recording with that of a loop of speech, over all shifts. */
export function likeness(recorded: Float32Array, speech: Float32Array): number {
  const heard = loudness(recorded);
  const spoken = loudness(speech);
  const heardPower = heard.reduce((sum, value) => sum + value * value, 0);
  let best = -1;
  for (let shift = 0; shift < spoken.length; shift += 1) {
    let product = 0;
    let spokenPower = 0;
    for (let index = 0; index < heard.length; index += 1) {
      const value = spoken[(index + shift) % spoken.length] ?? 0;
      product += (heard[index] ?? 0) * value;
      spokenPower += value * value;
    }
    best = Math.max(best, product / Math.sqrt(heardPower * spokenPower));
  }
  return best;
}

/** One microphone's recording; times are ms on the recording's own time line, whose first sample is at `startMs`. */
export type SpeakerTrack = Readonly<{
  track: string;
  file: string;
  speaker: SpeechName;
  startMs: number;
  /** He alone was silent between these moments. */
  silent: Readonly<{ fromMs: number; toMs: number }>;
}>;

export type SpeakerFinding = Readonly<{
  track: string;
  speaker: SpeechName;
  /** Whose words are on the track, and how surely: the runner-up's likeness is told beside. */
  heard: SpeechName;
  likeness: number;
  nextLikeness: number;
  /** What leaks in from all the others together, against the mean level of their speech. */
  bleedDb: number;
}>;

/** Seconds of speech that are compared; more only costs time. */
const comparedS = 8;

/** Judges all microphones of a hearing against one another. */
export async function measureBleed(
  tracks: readonly SpeakerTrack[],
  waveFolder: string,
): Promise<readonly SpeakerFinding[]> {
  const cut = (sound: Float32Array, track: SpeakerTrack, fromMs: number, toMs: number): Float32Array =>
    sound.subarray(
      Math.max(0, Math.round(((fromMs - track.startMs) * sampleRate) / 1000)),
      Math.round(((toMs - track.startMs) * sampleRate) / 1000),
    );
  const sounds = new Map<string, Float32Array>();
  for (const { track, file } of tracks) sounds.set(track, await decodeSound(file));
  const soundOf = (track: string): Float32Array => sounds.get(track) ?? new Float32Array();
  const speeches = new Map<SpeechName, Float32Array>();
  for (const { speaker } of tracks) speeches.set(speaker, await decodeSound(`${waveFolder}/${speaker}.wav`));

  return tracks.map((track) => {
    const sound = soundOf(track.track);
    const scores = tracks
      .map(({ speaker }) => ({
        speaker,
        likeness: likeness(sound.subarray(0, comparedS * sampleRate), speeches.get(speaker) ?? new Float32Array()),
      }))
      .sort((a, b) => b.likeness - a.likeness);
    const quiet = rms(cut(sound, track, track.silent.fromMs, track.silent.toMs));
    const loud = tracks
      .filter((other) => other !== track)
      .map((other) => rms(cut(soundOf(other.track), other, track.silent.fromMs, track.silent.toMs)));
    const mean = loud.reduce((sum, level) => sum + level, 0) / loud.length;
    return {
      track: track.track,
      speaker: track.speaker,
      heard: scores[0]?.speaker ?? track.speaker,
      likeness: scores[0]?.likeness ?? -1,
      nextLikeness: scores[1]?.likeness ?? -1,
      // Digital silence has no decibels; −120 dB is below anything that 16 bits hold.
      bleedDb: Math.max(-120, 20 * Math.log10(Math.max(1e-9, quiet) / mean)),
    };
  });
}
