import {
  defaultVideo,
  type HallCard,
  type Loudspeaker,
  type Seat,
  type SeatPlace,
  type VideoWanted,
} from '#domain/seats.ts';
import type { SeatId } from '#domain/ids.ts';
import type { HearingCard } from '#domain/hearing/card.ts';

function microphone(id: string, place: SeatPlace, label: string): Seat {
  return {
    id: id as SeatId,
    kind: 'microphone',
    place,
    name: '',
    gated: false,
    device: { path: 'browser', label, deviceId: '' },
  };
}

function camera(id: string, place: SeatPlace, label: string): Seat {
  return {
    id: id as SeatId,
    kind: 'camera',
    place,
    name: '',
    gated: false,
    device: { path: 'browser', label, deviceId: '' },
    video: defaultVideo,
  };
}

/** The ordinary courtroom of the laboratory as a technician would set it up. */
export const ordinaryHall: HallCard = {
  court: 'Training court',
  hall: '1',
  seats: [
    camera('camera-judge', 'bench-view', 'Camera Judge'),
    camera('camera-hall', 'parties-view', 'Camera Hall'),
    microphone('mic-judge', 'judge', 'Microphone Judge'),
    microphone('mic-secretary', 'secretary', 'Microphone Secretary'),
    microphone('mic-witness', 'witness', 'Microphone Witness'),
    microphone('mic-defence', 'defence', 'Microphone Defender'),
  ],
};

/** The lab's `fullCourtroom`: two cameras and eight microphones. */
export const fullHall: HallCard = {
  ...ordinaryHall,
  seats: [
    ...ordinaryHall.seats,
    microphone('mic-prosecutor', 'prosecutor', 'Microphone Prosecutor'),
    microphone('mic-claimant', 'claimant', 'Microphone Claimant'),
    microphone('mic-expert', 'hall', 'Microphone Expert'),
    microphone('mic-interpreter', 'interpreter', 'Microphone Interpreter'),
  ],
};

const loudspeaker = (id: string, name: string): Loudspeaker => ({
  id,
  name,
  device: { path: 'browser', label: `Loudspeaker ${id}`, deviceId: '' },
});

/** A hall whose loudspeakers are heard by its microphones, as the laboratory's acoustic room has them. */
export const soundHall: HallCard = {
  court: 'Training court',
  hall: '2',
  seats: [
    microphone('mic-judge', 'judge', 'Microphone judge'),
    microphone('mic-secretary', 'secretary', 'Microphone secretary'),
    microphone('mic-witness', 'witness', 'Microphone witness'),
    microphone('mic-defence', 'defence', 'Microphone defence'),
  ],
  loudspeakers: [loudspeaker('front', 'Спереди'), loudspeaker('back', 'Сзади')],
};

/** A hall of any devices of the laboratory, by the names in their labels: seats are `camera-NAME` and `mic-NAME`. */
export function hallOf(
  names: Readonly<Record<'cameras' | 'microphones' | 'loudspeakers', readonly string[]>>,
  video: VideoWanted = defaultVideo,
): HallCard {
  return {
    court: 'Training court',
    hall: '3',
    seats: [
      ...names.cameras.map((name) => ({ ...camera(`camera-${name}`, 'hall', `Camera ${name}`), name, video })),
      ...names.microphones.map((name) => ({ ...microphone(`mic-${name}`, 'other', `Microphone ${name}`), name })),
    ],
    loudspeakers: names.loudspeakers.map((name) => loudspeaker(name, name)),
  };
}

/** A hall with nothing but the judge's microphone. */
export const hallOfOne: HallCard = { court: 'Court', hall: '1', seats: [microphone('judge', 'judge', 'One')] };

/** The ordinary courtroom with two channels of an eight-channel interface heard by the hall's own path. */
export function withMixerSeats(source: string): HallCard {
  const seat = (id: string, place: SeatPlace, channel: number): Seat => ({
    id: id as SeatId,
    kind: 'microphone',
    place,
    name: '',
    gated: false,
    device: { path: 'hall', source, label: 'Mixer', channels: 8, channel },
  });
  return {
    ...ordinaryHall,
    seats: [...ordinaryHall.seats, seat('mixer-3', 'claimant', 2), seat('mixer-6', 'defendant', 5)],
  };
}

/** An invented case. */
export const inventedCard: HearingCard = {
  caseNumber: '7514-26-00-2/1204',
  proceedings: 'civil',
  judge: 'A. Sample',
  secretary: 'B. Sample',
  parties: [
    { role: 'claimant', name: 'C. Sample' },
    { role: 'defendant', name: 'D. Sample' },
  ],
  plannedAtMs: Date.UTC(2026, 10, 23, 4, 30),
};
