import type { Page } from '@playwright/test';

/**
 * From now on each microphone that this page opens hums on a tone of its own: the first one, the second one, … of these,
 * the last for all that follow. Its camera stays as it is. To be called before the page is loaded.
 */
export async function inventVoice(page: Page, tonesHz: readonly number[]): Promise<void> {
  await page.addInitScript((tones) => {
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
      tone.connect(new GainNode(context, { gain: 0.2 })).connect(out);
      tone.start();
      for (const track of real.getAudioTracks()) {
        track.stop();
        real.removeTrack(track);
      }
      for (const track of out.stream.getAudioTracks()) real.addTrack(track);
      return real;
    };
  }, tonesHz);
}

/** The loudest frequency of what the page's first picture is heard with now, Hz, to some 12 Hz; 0 where it is silent. */
export function heardHz(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const video = document.querySelector('figure video');
    const stream = video instanceof HTMLVideoElement ? video.srcObject : null;
    if (!(stream instanceof MediaStream) || stream.getAudioTracks().length === 0) return 0;
    const context = new AudioContext();
    const ear = new AnalyserNode(context, { fftSize: 4096, smoothingTimeConstant: 0 });
    context.createMediaStreamSource(stream).connect(ear);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const levels = new Float32Array(ear.frequencyBinCount);
    ear.getFloatFrequencyData(levels);
    const loudest = levels.indexOf(Math.max(...levels));
    const hz = (loudest * context.sampleRate) / ear.fftSize;
    const isSilent = (levels[loudest] ?? -200) < -70;
    await context.close();
    return isSilent ? 0 : hz;
  });
}
