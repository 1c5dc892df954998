import type { HeardProcessed } from '#contract/loudspeakers.ts';
import type { SeatId } from '#domain/ids.ts';
import type { Seat } from '#domain/seats.ts';
import { deviceLook, deviceOf, forConversation, unheard } from './local-media.ts';

export type ListeningAsCall = Readonly<{
  /** From now on it is the rest before, what is to settle, or what counts. */
  turnTo(part: 'rest' | 'settling' | 'played'): void;
  heard(): readonly HeardProcessed[];
  stop(): void;
}>;

const everyMs = 40;
const windowSamples = 2048;
const floorDbfs = -120;

/** Opens these microphones as a call does, echo and noise taken away, and follows how loud each is. Those that cannot be opened are left out. */
export async function listenAsCall(seats: readonly Seat[], devices: MediaDevices): Promise<ListeningAsCall> {
  const found = await deviceLook(devices)();
  const context = new AudioContext(unheard);
  const tracks: MediaStreamTrack[] = [];
  const powers = {
    rest: new Map<SeatId, number[]>(),
    settling: new Map<SeatId, number[]>(),
    played: new Map<SeatId, number[]>(),
  };
  let part: keyof typeof powers = 'rest';
  const meters: Readonly<{ seatId: SeatId; meter: AnalyserNode }>[] = [];
  for (const seat of seats) {
    const deviceId = deviceOf(seat, found);
    if (deviceId === null) continue;
    const audio = { deviceId: { exact: deviceId }, ...forConversation };
    const stream = await devices.getUserMedia({ audio }).catch(() => null);
    if (stream === null) continue;
    tracks.push(...stream.getTracks());
    const meter = new AnalyserNode(context, { fftSize: windowSamples });
    context.createMediaStreamSource(stream).connect(meter);
    meters.push({ seatId: seat.id, meter });
  }
  const samples = new Float32Array(windowSamples);
  const polling = setInterval(() => {
    for (const { seatId, meter } of meters) {
      meter.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, value) => sum + value * value, 0) / windowSamples;
      powers[part].set(seatId, [...(powers[part].get(seatId) ?? []), power]);
    }
  }, everyMs);
  const dbfs = (of: readonly number[]): number => {
    const mean = of.reduce((sum, power) => sum + power, 0) / Math.max(1, of.length);
    return Math.max(floorDbfs, 10 * Math.log10(mean + 1e-12));
  };
  return {
    turnTo(next) {
      part = next;
    },
    heard: () =>
      meters.map(({ seatId }) => ({
        seatId,
        playedDbfs: dbfs(powers.played.get(seatId) ?? []),
        restDbfs: dbfs(powers.rest.get(seatId) ?? []),
      })),
    stop() {
      clearInterval(polling);
      for (const track of tracks) track.stop();
      void context.close();
    },
  };
}
