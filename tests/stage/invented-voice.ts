import type { Page } from '@playwright/test';

/**
 * From now on each microphone that this page opens hums on a tone of its own: the first one, the second one, … of these,
 * the last for all that follow. Its camera stays as it is. To be called before the page is loaded. `withPauses`: as people speak,
 * because what hums on without a pause is nobody's voice.
 */
export async function inventVoice(page: Page, tonesHz: readonly number[], withPauses = false): Promise<void> {
  await page.addInitScript(
    ([tones, hasPauses]) => {
      const devices = navigator.mediaDevices;
      const openReal = devices.getUserMedia.bind(devices);
      let opened = 0;
      devices.getUserMedia = async (asked) => {
        const real = await openReal(asked);
        if (real.getAudioTracks().length === 0) return real;
        const hz = tones[Math.min(opened, tones.length - 1)] ?? 0;
        opened += 1;
        const context = new AudioContext();
        const tone = new OscillatorNode(context, { frequency: hz });
        const out = context.createMediaStreamDestination();
        const voice = new GainNode(context, { gain: 0.2 });
        tone.connect(voice).connect(out);
        tone.start();
        let beat = 0;
        // What `speakAs` said since the page was loaded.
        const said = (): Spoken | undefined => (globalThis as { spoken?: Spoken }).spoken;
        setInterval(() => {
          const { amplitude, withPauses } = said() ?? { amplitude: 0.2, withPauses: hasPauses };
          voice.gain.value = withPauses && (beat += 1) % 3 === 0 ? amplitude / 200 : amplitude;
        }, 1000);
        for (const track of real.getAudioTracks()) {
          track.stop();
          real.removeTrack(track);
        }
        for (const track of out.stream.getAudioTracks()) real.addTrack(track);
        return real;
      };
    },
    [tonesHz, withPauses] as const,
  );
}

type Spoken = Readonly<{ amplitude: number; withPauses: boolean }>;

/** From now on the page's voice is as loud as this (peak of its tone; 0.2 before anything was said), until the page is loaded anew. */
export function speakAs(page: Page, spoken: Spoken): Promise<void> {
  return page.evaluate((how) => {
    (globalThis as { spoken?: Spoken }).spoken = how;
  }, spoken);
}

/** How loud this frequency is in what the page plays now, dB of the analyser (a tone as invented above: about -20); -200 where nothing is played. */
export function heardDb(page: Page, hz: number): Promise<number> {
  return page.evaluate(async (wanted) => {
    const streams = [...document.querySelectorAll('audio, video')].flatMap((player) => {
      const stream = player instanceof HTMLMediaElement && !player.muted ? player.srcObject : null;
      return stream instanceof MediaStream && stream.getAudioTracks().length > 0 ? [stream] : [];
    });
    if (streams.length === 0) return -200;
    const context = new AudioContext();
    const ear = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 });
    for (const stream of streams) context.createMediaStreamSource(stream).connect(ear);
    await new Promise((resolve) => setTimeout(resolve, 600));
    const levels = new Float32Array(ear.frequencyBinCount);
    ear.getFloatFrequencyData(levels);
    const at = Math.round((wanted * ear.fftSize) / context.sampleRate);
    await context.close();
    return Math.max(-200, ...levels.subarray(at - 1, at + 2));
  }, hz);
}
