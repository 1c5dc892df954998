import type { HallCard, Seat, SeatPlace } from '#domain/seats.ts';
import type { SeatId } from '#domain/ids.ts';
import type { LabRequest } from '../lab/start-lab.ts';

const seat = { name: '', gated: false } as const;
const video = { width: 640, height: 360, frameRate: 25, bitrateBps: 900_000 };
/**
 * Who speaks into the microphones, one each, each heard by two ways. Four and two small cameras leave a recorder room on
 * two cores: here the alarms are judged, and what a full court costs is measured elsewhere.
 */
export const speakers = ['ru-judge', 'kk-secretary', 'ru-witness', 'kk-defender'] as const;
const places: readonly SeatPlace[] = ['judge', 'secretary', 'witness', 'defence'];
export const cameras = ['bench', 'parties'] as const;
/** The microphone that is a conference unit with a button. */
export const gatedAt = speakers.length - 1;

export const hallCard: HallCard = {
  court: 'Training court',
  hall: '1',
  seats: [
    ...cameras.map((name): Seat => ({
      ...seat,
      id: `camera-${name}` as SeatId,
      kind: 'camera',
      place: 'other',
      device: { path: 'browser', label: `Camera ${name}`, deviceId: '' },
      video,
    })),
    ...places.map((place, at): Seat => ({
      ...seat,
      id: `mic-${String(at + 1)}` as SeatId,
      kind: 'microphone',
      place,
      device: { path: 'browser', label: `Microphone ${String(at + 1)}`, deviceId: '' },
      gated: at === gatedAt,
    })),
  ],
};

/** The laboratory's name of the microphone of a seat. */
export function microphoneOf(seatId: string): string {
  return seatId.replace('mic-', 'm');
}

/** What the seats' devices are in the laboratory. */
export const lampLab: LabRequest = {
  microphones: speakers.map((speaker, at) => ({
    name: `m${String(at + 1)}`,
    label: `Microphone ${String(at + 1)}`,
    channels: [speaker],
  })),
  cameras: cameras.map((name) => ({
    name: `c-${name}`,
    label: `Camera ${name}`,
    widthPx: video.width,
    heightPx: video.height,
  })),
  loudspeakers: [{ name: 'hall_speakers', label: 'Hall Loudspeakers' }],
  screen: { widthPx: 640, heightPx: 480 },
};
