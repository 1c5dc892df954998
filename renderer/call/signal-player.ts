import type { SignalOrder, SignalWord } from '#contract/loudspeakers.ts';
import { fault } from '#domain/faults.ts';
import type { Loudspeaker } from '#domain/seats.ts';
import { echoSettlesMs, signalSamples } from '#measure/check-signal.ts';
import { playAsVoice } from '../ui/play-as-voice.ts';
import { playSamples } from '../ui/play-samples.ts';
import type { ListeningAsCall } from './listen-as-call.ts';

/** What a sound server still holds when the last sample was given to it. */
const tailMs = 200;
const restMs = 800;

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

/** The signal that was made last: each loudspeaker plays the same, and a long one takes seconds to make. */
let made: Readonly<{ key: string; samples: Float32Array }> | null = null;
function samplesOf(signal: SignalOrder['signal']): Float32Array {
  const key = JSON.stringify(signal);
  if (made?.key !== key) made = { key, samples: signalSamples(signal) };
  return made.samples;
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Plays what the check orders through one loudspeaker of the hall, and says when it begins and ends. */
export async function playSignal(
  { signalId, loudspeaker, signal }: SignalOrder & Readonly<{ loudspeaker: Loudspeaker }>,
  devices: Pick<MediaDevices, 'enumerateDevices'>,
  tell: (word: SignalWord) => void,
): Promise<void> {
  const sink = sinkOf(loudspeaker, await devices.enumerateDevices());
  const word = { signalId, fault: null, outLatencyMs: 0, heard: [] } as const;
  const began = (outLatencyMs: number): void => tell({ ...word, what: 'began', outLatencyMs });
  if (sink !== null && (await playSamples(samplesOf(signal), sink, began))) {
    await wait(tailMs);
    tell({ ...word, what: 'ended' });
  } else {
    tell({ ...word, what: 'failed', fault: fault('loudspeaker.not-found', { loudspeaker: loudspeaker.name }) });
  }
}

/** Plays it as a voice of the line is played, while the listeners hear it as a call would send them: what is left is their echo. */
export async function playToListeners(
  { signalId, signal }: SignalOrder,
  listening: ListeningAsCall,
  tell: (word: SignalWord) => void,
): Promise<void> {
  const word = { signalId, fault: null, outLatencyMs: 0, heard: [] } as const;
  await wait(restMs);
  listening.turnTo('settling');
  const isPlayed = await playAsVoice(signalSamples(signal), () => {
    tell({ ...word, what: 'began' });
    setTimeout(() => listening.turnTo('played'), echoSettlesMs);
  });
  if (isPlayed) tell({ ...word, what: 'ended', heard: listening.heard() });
  else tell({ ...word, what: 'failed', fault: fault('loudspeaker.silent', { loudspeaker: '' }) });
}
