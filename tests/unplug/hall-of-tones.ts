import type { SeatId } from '#domain/ids.ts';
import type { HallCard, Seat } from '#domain/seats.ts';
import type { LabRequest } from '../lab/start-lab.ts';
import type { MicrophoneRequest } from '../lab/sound-room.ts';

/** A microphone that hears a tone of its own. `path`: who opens it. */
export type ToneSeat = Readonly<{
  id: string;
  microphone: string;
  label: string;
  hz: number;
  path: 'browser' | 'hall';
  port: string;
  serial?: string;
}>;

/** Two equal ones that only their ports tell apart, two that bear a number, and two that the hall opens itself. */
export const toneSeats: readonly ToneSeat[] = [
  {
    id: 'judge',
    microphone: 'judge',
    label: 'Microphone Judge',
    // Nothing up to 600 Hz: a lone tone there is a mains harmonic, and is rightly told as hum.
    hz: 2200,
    path: 'browser',
    port: 'usb-1',
    serial: 'J1',
  },
  {
    id: 'witness',
    microphone: 'witness',
    label: 'Microphone Witness',
    hz: 700,
    path: 'browser',
    port: 'usb-2',
    serial: 'W2',
  },
  { id: 'left', microphone: 'left', label: 'Microphone', hz: 1000, path: 'browser', port: 'usb-3' },
  { id: 'right', microphone: 'right', label: 'Microphone', hz: 1300, path: 'browser', port: 'usb-4' },
  { id: 'desk', microphone: 'desk', label: 'Desk', hz: 1600, path: 'hall', port: 'usb-5' },
  { id: 'rostrum', microphone: 'rostrum', label: 'Rostrum', hz: 1900, path: 'hall', port: 'usb-6' },
];
const cameraLabel = 'Camera Hall';

export const courtroomOfTones = {
  microphones: toneSeats.map(({ microphone, label, hz, port, serial }): MicrophoneRequest => ({
    name: microphone,
    label,
    port,
    channels: [`tone-${String(hz)}` as `tone-${number}`],
    ...(serial === undefined ? {} : { serial }),
  })),
  cameras: [
    { name: 'cam-hall', label: cameraLabel, widthPx: 640, heightPx: 360, framesPerSecond: 15 },
    { name: 'cam-other', label: 'Camera Other', widthPx: 640, heightPx: 360, framesPerSecond: 15 },
  ],
  loudspeakers: [{ name: 'hall_speakers', label: 'Hall Loudspeakers' }],
} satisfies LabRequest;

function microphoneSeat({ id, microphone, label, path, port, serial }: ToneSeat): Seat {
  return {
    id: id as SeatId,
    kind: 'microphone',
    place: 'other',
    name: id,
    gated: false,
    device:
      path === 'hall'
        ? { path, source: `mic_${microphone}`, label, channels: 1, channel: 0 }
        : { path, label, deviceId: '', port, ...(serial === undefined ? {} : { serial }) },
  };
}

/** The hall with a seat for each of them and one of its two cameras. */
export const hallOfTones: HallCard = {
  court: 'Training court',
  hall: '1',
  seats: [
    {
      id: 'camera' as SeatId,
      kind: 'camera',
      place: 'parties-view',
      name: '',
      gated: false,
      device: { path: 'browser', label: cameraLabel, deviceId: '' },
      video: { width: 640, height: 360, frameRate: 15, bitrateBps: 600_000 },
    },
    ...toneSeats.map(microphoneSeat),
  ],
};
