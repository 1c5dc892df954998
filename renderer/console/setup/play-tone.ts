import { partSamples, signalRate } from '#measure/check-signal.ts';

const tone = { kind: 'tone', lengthS: 1, hz: 1000, amplitude: 0.2 } as const;

/** Plays a second of a tone through one output of this PC; answers when it is over, whether or not it could be heard. */
export async function playTone(deviceId: string): Promise<void> {
  const context = new AudioContext({ sampleRate: signalRate, sinkId: deviceId } as AudioContextOptions);
  try {
    await context.resume();
    const samples = partSamples(tone);
    const buffer = new AudioBuffer({ length: samples.length, sampleRate: signalRate });
    buffer.copyToChannel(samples as Float32Array<ArrayBuffer>, 0);
    const source = new AudioBufferSourceNode(context, { buffer });
    source.connect(context.destination);
    const ended = new Promise((resolve) => (source.onended = resolve));
    source.start();
    await ended;
  } catch {
    // Nothing sounds: that is what the person finds out by listening.
  } finally {
    await context.close().catch(() => undefined);
  }
}
