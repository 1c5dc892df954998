import { signalRate } from '#measure/check-signal.ts';

/** From opening a sink to the first sample: one that is opened gives silence for a while. */
const leadS = 0.2;

/** Plays mono samples once through one sink of this PC, told when they begin and how late, ms, they will sound after that; answers when the last was given to the system, and whether it took them. */
export async function playSamples(
  samples: Float32Array,
  sinkId: string,
  onBegan: (outLatencyMs: number) => void,
): Promise<boolean> {
  const context = new AudioContext({ sampleRate: signalRate, sinkId } as AudioContextOptions);
  try {
    await context.resume();
    const buffer = new AudioBuffer({ length: samples.length, sampleRate: signalRate });
    buffer.copyToChannel(samples as Float32Array<ArrayBuffer>, 0);
    const source = new AudioBufferSourceNode(context, { buffer });
    source.connect(context.destination);
    const ended = new Promise((resolve) => (source.onended = resolve));
    const startsAtS = context.currentTime + leadS;
    source.start(startsAtS);
    await new Promise((resolve) => setTimeout(resolve, (startsAtS - context.currentTime) * 1000));
    onBegan(Math.round((context.outputLatency || 0) * 1000));
    await ended;
    return true;
  } catch {
    // It was pulled out, or the system gives it to nobody.
    return false;
  } finally {
    await context.close().catch(() => undefined);
  }
}
