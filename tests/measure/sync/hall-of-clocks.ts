import type { SeatId } from '#domain/ids.ts';
import { defaultVideo, type HallCard, type Seat } from '#domain/seats.ts';
import type { LabRequest } from '../../lab/start-lab.ts';

/** A flash and the first microphone's chirp at one moment, the second's half a period later. */
export const everyMs = 3000;
export const phaseMs = { first: 0, second: everyMs / 2 } as const;
export type MicrophoneName = keyof typeof phaseMs;
const labels = { camera: 'Camera Hall', first: 'Microphone First', second: 'Microphone Second' } as const;

/** A camera that sees a lamp, a microphone on the machine's clock and one whose clock is `ppm` fast. */
export function courtroomOfClocks(ppm: number): LabRequest {
  const microphone = (name: MicrophoneName, fastPpm: number) =>
    ({ name, label: labels[name], ppm: fastPpm, everyMs, phaseMs: phaseMs[name] }) as const;
  return {
    cameras: [{ name: 'cam-hall', label: labels.camera, flashEveryMs: everyMs }],
    clockedMicrophones: [microphone('first', 0), microphone('second', ppm)],
    loudspeakers: [{ name: 'hall_speakers', label: 'Hall Loudspeakers' }],
  };
}

function seat(id: keyof typeof labels): Seat {
  const common = { id: id as SeatId, name: '', gated: false } as const;
  const device = { path: 'browser', label: labels[id], deviceId: '' } as const;
  return id === 'camera'
    ? { ...common, kind: 'camera', place: 'parties-view', device, video: defaultVideo }
    : { ...common, kind: 'microphone', place: id === 'first' ? 'judge' : 'witness', device };
}

export const hallOfClocks: HallCard = {
  court: 'Training court',
  hall: '1',
  seats: [seat('camera'), seat('first'), seat('second')],
};
