import { useEffect, useState } from 'react';
import { readActiveSpeech, type ActiveSpeech } from '#measure/active-speech.ts';
import { amplitudeHistogram, type AmplitudeHistogram } from '#measure/histogram.ts';
import { humShare } from '#measure/hum.ts';
import { measureLevels } from '#measure/levels.ts';
import { humLinesHz, readLine, readLineSpectrum, spectrumColumns, type SpectralLine } from '#measure/line-spectrum.ts';
import { sharedSound } from '../../ui/shared-sound.ts';

export const historyMs = 60_000;
export const lowestHz = 20;
export const highestHz = 20_000;

type LevelPoint = Readonly<{ atMs: number; peakDbfs: number; rmsDbfs: number; speechDbfs: number | null }>;

/** What is seen of a microphone right now. */
export type SoundSight = Readonly<{
  /** The last minute, oldest first. */
  history: readonly LevelPoint[];
  columns: Float64Array;
  lines: readonly SpectralLine[];
  /** Of the last second. */
  humShare: number;
  /** Of the last eight seconds, as the rest. */
  speech: ActiveSpeech;
  amplitudes: AmplitudeHistogram;
  clippedShare: number;
  sampleRate: number;
}>;

const everyMs = 250;
/** What follows from many seconds changes slowly. */
const slowEvery = 8;
const heardS = 8;
const spectrumLength = 16_384;
const columnCount = 240;
/** The most that an analyser keeps: more than two looks. */
const analyserLength = 32_768;
const statesEvery = 2;

/**
 * Looks at a live microphone four times a second; null while there is nothing to look at. The stretches between two looks
 * join without holes as long as no look is later than half a second.
 */
export function useSoundScope(stream: MediaStream | null): SoundSight | null {
  const [sight, setSight] = useState<Readonly<{ of: MediaStream; seen: SoundSight }> | null>(null);
  useEffect(() => {
    if (stream === null || stream.getAudioTracks().length === 0) return undefined;
    const context = sharedSound();
    const source = context.createMediaStreamSource(stream);
    const analyser = context.createAnalyser();
    analyser.fftSize = analyserLength;
    source.connect(analyser);
    const ear = createEar(context.sampleRate);
    const newest = new Float32Array(analyserLength);
    let lastS = context.currentTime;
    let looks = 0;
    const timer = setInterval(() => {
      if (context.state !== 'running' || !stream.active) return;
      const fresh = Math.min(analyserLength, Math.round((context.currentTime - lastS) * context.sampleRate));
      if (fresh <= 0) return;
      lastS = context.currentTime;
      analyser.getFloatTimeDomainData(newest);
      ear.hear(newest.subarray(analyserLength - fresh), performance.now());
      looks += 1;
      // Each look is measured, every other one is drawn: no eye needs more, and drawing costs more than measuring.
      if (looks % statesEvery === 0) setSight({ of: stream, seen: ear.sight() });
    }, everyMs);
    return () => {
      clearInterval(timer);
      source.disconnect();
    };
  }, [stream]);
  return sight !== null && sight.of === stream ? sight.seen : null;
}

/** Keeps the last seconds of samples and what was measured of them. */
function createEar(
  sampleRate: number,
): Readonly<{ hear(fresh: Float32Array, atMs: number): void; sight(): SoundSight }> {
  const kept = new Float32Array(heardS * sampleRate);
  let heard = 0;
  let history: readonly LevelPoint[] = [];
  let looks = 0;
  const whole = (): Float32Array => kept.subarray(kept.length - Math.min(heard, kept.length));
  const slow = (): Pick<SoundSight, 'speech' | 'amplitudes' | 'clippedShare' | 'humShare'> => ({
    speech: readActiveSpeech(whole(), sampleRate),
    amplitudes: amplitudeHistogram(whole()),
    clippedShare: measureLevels(whole(), sampleRate).clippedShare,
    humShare: humShare(whole().subarray(-sampleRate), sampleRate),
  });
  let slowly = slow();

  return {
    hear(fresh, atMs) {
      kept.copyWithin(0, fresh.length);
      kept.set(fresh, kept.length - fresh.length);
      heard += fresh.length;
      looks += 1;
      if (looks % slowEvery === 0) slowly = slow();
      const { peakDbfs, rmsDbfs } = measureLevels(fresh, sampleRate);
      const { speechDbfs } = slowly.speech;
      const point = { atMs, peakDbfs, rmsDbfs, speechDbfs };
      history = [...history.filter((before) => atMs - before.atMs <= historyMs), point];
    },
    sight() {
      const spectrum = readLineSpectrum(kept.subarray(kept.length - spectrumLength), sampleRate);
      return {
        ...slowly,
        history,
        columns: spectrumColumns(spectrum, lowestHz, highestHz, columnCount),
        lines: humLinesHz.map((hz) => readLine(spectrum, hz)),
        sampleRate,
      };
    },
  };
}
