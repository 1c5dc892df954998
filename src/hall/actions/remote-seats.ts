import type { HallPeerId, SeatId } from '#domain/ids.ts';
import { toTimeline } from '#domain/record/timeline.ts';
import type { HallCard, Seat } from '#domain/seats.ts';
import { clockNow, noteBySystem, runningHearing, type Rooms } from './rooms.ts';

type OtherHall = Readonly<{ peerId: HallPeerId; court: string; hall: string }>;

/** What another hall sends is small: the link has to carry it both ways, sound first. */
const remoteVideo = { width: 640, height: 360, frameRate: 15, bitrateBps: 600_000 } as const;

/** The two seats of a hall on the line; their ids are the same in every call, so that one hall has one pair of tracks. */
export function remoteSeats({ peerId, court, hall }: OtherHall): readonly [Seat, Seat] {
  const label = [court, hall].filter((word) => word !== '').join(', ');
  const seat = { place: 'remote-hall', name: label, gated: false, device: { path: 'remote', peerId, label } } as const;
  const id = (what: string): SeatId => `remote-${peerId.slice(0, 12)}-${what}` as SeatId;
  return [
    { ...seat, id: id('sound'), kind: 'microphone' },
    { ...seat, id: id('picture'), kind: 'camera', video: remoteVideo },
  ];
}

function isKnown(hall: HallCard | null, seat: Seat): boolean {
  return hall?.seats.some((each) => each.id === seat.id) ?? false;
}

/**
 * Writes what each hall on the line says and shows, from the moment the link is made to the end of the call: a break in
 * between is a gap of its tracks. Asked again whenever the call or the plan changes; harmless when nothing did.
 */
export async function recordRemote(rooms: Rooms): Promise<void> {
  if (rooms.peers.calls.all().length === 0) return;
  await rooms.inTurn(async () => {
    const view = runningHearing(rooms);
    if (view?.zero == null || view.hall === null) return;
    const atUs = toTimeline(view.zero, clockNow(rooms.clock));
    for (const { peerId, state } of rooms.peers.calls.all()) {
      const { court = '', hall = '' } = rooms.peers.get(peerId) ?? {};
      const isHeard = ['connecting', 'connected', 'broken'].includes(state);
      for (const seat of remoteSeats({ peerId, court, hall })) {
        if (!isHeard) {
          rooms.recorder.dismiss(seat);
          continue;
        }
        if (!isKnown(rooms.journals.view(view.hearingId)?.hall ?? null, seat))
          await noteBySystem(rooms, view.hearingId, { kind: 'seat.joined', body: { seat, atUs } });
        rooms.recorder.admit(seat, state === 'connected');
      }
    }
  });
}
