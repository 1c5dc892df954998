import type { HallEvents } from '#contract/hall.ts';
import { fault, type Fault } from '#domain/faults.ts';
import type { Loudspeaker } from '#domain/seats.ts';
import { signalRate, signalSamples } from '#measure/check-signal.ts';

export type SignalOrder = HallEvents['signal.ordered'];
export type SignalWord = Readonly<{ signalId: string; what: 'began' | 'ended' | 'failed'; fault: Fault | null }>;

/** From the order to its first sample: a sink that is opened gives silence for a while. */
const leadS = 0.3;
/** What a sound server still holds when the last sample was given to it. */
const tailMs = 300;

/**
 * The sink of a loudspeaker: that of its label, and of several that bear it the one whose id is known. Null where none is there: what is
 * played elsewhere would prove another loudspeaker.
 */
export function sinkOf(
  { device }: Loudspeaker,
  found: readonly Pick<MediaDeviceInfo, 'kind' | 'label' | 'deviceId'>[],
): string | null {
  const sinks = found.filter(({ kind, label }) => kind === 'audiooutput' && label === device.label);
  const sameId = sinks.find(({ deviceId }) => deviceId === device.deviceId);
  return (sameId ?? (sinks.length === 1 ? sinks[0] : undefined))?.deviceId ?? null;
}

/** Plays what the check orders through one loudspeaker of the hall, and says when it begins and ends. */
export async function playSignal(
  { signalId, loudspeaker, signal }: SignalOrder,
  devices: Pick<MediaDevices, 'enumerateDevices'>,
  tell: (word: SignalWord) => void,
): Promise<void> {
  const refuse = (): void =>
    tell({ signalId, what: 'failed', fault: fault('loudspeaker.not-found', { loudspeaker: loudspeaker.name }) });
  const sink = sinkOf(loudspeaker, await devices.enumerateDevices());
  if (sink === null) {
    refuse();
    return;
  }
  const context = new AudioContext({ sampleRate: signalRate, sinkId: sink } as AudioContextOptions);
  try {
    await context.resume();
    const samples = signalSamples(signal);
    const buffer = new AudioBuffer({ length: samples.length, sampleRate: signalRate });
    buffer.copyToChannel(samples as Float32Array<ArrayBuffer>, 0);
    const source = new AudioBufferSourceNode(context, { buffer });
    source.connect(context.destination);
    const ended = new Promise((resolve) => (source.onended = resolve));
    const startsAtS = context.currentTime + leadS;
    source.start(startsAtS);
    await wait((startsAtS - context.currentTime) * 1000);
    tell({ signalId, what: 'began', fault: null });
    await ended;
    await wait(tailMs);
    tell({ signalId, what: 'ended', fault: null });
  } catch {
    // The loudspeaker was pulled out, or the system gives it to nobody.
    refuse();
  } finally {
    await context.close().catch(() => undefined);
  }
}

function wait(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
