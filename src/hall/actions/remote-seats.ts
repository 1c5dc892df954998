import { isParticipant, type PartyId, type SeatId } from '#domain/ids.ts';
import { toTimeline } from '#domain/record/timeline.ts';
import type { HallCard, Seat } from '#domain/seats.ts';
import { clockNow, noteBySystem, runningHearing, type Rooms } from './rooms.ts';

/** Another hall; or a participant, whose name stands as `hall`. */
type Guest = Readonly<{ peerId: PartyId; court: string; hall: string }>;

/** How whoever is on the line is called; a participant has a name and no court. */
export function guestOf(
  rooms: Pick<Rooms, 'peers' | 'journals' | 'desk'>,
  id: PartyId,
): Readonly<{ court: string; hall: string }> {
  const { peers, journals, desk } = rooms;
  if (!isParticipant(id)) return peers.get(id) ?? { court: '', hall: '' };
  const view = desk.hearingId === null ? undefined : journals.view(desk.hearingId);
  return { court: '', hall: view?.participants.find(({ participantId }) => participantId === id)?.name ?? '' };
}

/** What another hall sends is small: the link has to carry it both ways, sound first. */
const remoteVideo = { width: 640, height: 360, frameRate: 15, bitrateBps: 600_000 } as const;

/** The two seats of a hall on the line; their ids are the same in every call, so that one hall has one pair of tracks. */
export function remoteSeats({ peerId, court, hall }: Guest): readonly [Seat, Seat] {
  const label = [court, hall].filter((word) => word !== '').join(', ');
  const place = isParticipant(peerId) ? 'remote-person' : 'remote-hall';
  const seat = { place, name: label, gated: false, device: { path: 'remote', peerId, label } } as const;
  const id = (what: string): SeatId => `remote-${peerId.replaceAll('-', '').slice(0, 12)}-${what}` as SeatId;
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
      const { court, hall } = guestOf(rooms, peerId);
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
