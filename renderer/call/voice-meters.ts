import type { VoiceFigures } from '#domain/peers/voice-figures.ts';
import { VoiceEar } from '#measure/voice-ear.ts';
import { unheard } from './local-media.ts';

/** Speech has little above 8 kHz, and a third of the samples costs a third. */
const sampleRate = 16_000;
const lookEveryMs = 1000;
/** The most that an analyser keeps: two looks and a little. */
const keptSamples = 32_768;

type Meter = Readonly<{ source: MediaStreamAudioSourceNode; analyser: AnalyserNode; ear: VoiceEar }>;

/** P28: measures how each voice of the line arrives, before the hall's volume. Opens no device, keeps nothing. */
export class VoiceMeters {
  readonly #meters = new Map<string, Meter>();
  readonly #newest = new Float32Array(keptSamples);
  #context: AudioContext | null = null;
  #looking: ReturnType<typeof setInterval> | undefined;
  #lookedAtS = 0;

  /** What this one says from now on; no track of sound: nothing. */
  hear(peerId: string, tracks: readonly MediaStreamTrack[]): void {
    this.#meters.get(peerId)?.source.disconnect();
    this.#meters.delete(peerId);
    const sound = tracks.find(({ kind }) => kind === 'audio');
    if (sound === undefined) {
      if (this.#meters.size === 0) this.#close();
      return;
    }
    const context = (this.#context ??= this.#open());
    const source = context.createMediaStreamSource(new MediaStream([sound]));
    const analyser = new AnalyserNode(context, { fftSize: keptSamples });
    source.connect(analyser);
    this.#meters.set(peerId, { source, analyser, ear: new VoiceEar(sampleRate) });
  }

  /** Null before they spoke long enough. */
  of(peerId: string): VoiceFigures | null {
    return this.#meters.get(peerId)?.ear.figures ?? null;
  }

  #open(): AudioContext {
    const context = new AudioContext({ ...unheard, sampleRate, latencyHint: 'playback' });
    this.#lookedAtS = context.currentTime;
    this.#looking = setInterval(() => this.#look(context), lookEveryMs);
    return context;
  }

  #close(): void {
    clearInterval(this.#looking);
    void this.#context?.close();
    this.#context = null;
  }

  #look(context: AudioContext): void {
    const freshS = context.currentTime - this.#lookedAtS;
    this.#lookedAtS = context.currentTime;
    const fresh = Math.min(keptSamples, Math.round(freshS * sampleRate));
    if (fresh === 0) return;
    for (const { analyser, ear } of this.#meters.values()) {
      analyser.getFloatTimeDomainData(this.#newest);
      ear.hear(this.#newest.subarray(keptSamples - fresh));
    }
  }
}
