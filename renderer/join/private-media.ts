import type { RoomFrame } from '#contract/private-room.ts';
import type { CallId, HallPeerId, ParticipantId, PrivateRoomId } from '#domain/ids.ts';
import { fingerprintsOf } from '#domain/peers/fingerprint-statement.ts';
import type { JoinLine } from '#line/join-line.ts';
import { callPicture } from '../link/call-picture.ts';
import { PeerLink, type LinkPlace } from '../link/peer-link.ts';

type Described = Extract<RoomFrame, { say: 'room.described' }>;
/** What is heard and seen of one of those who speak. `code`: six digits that stand on both pages; null until both have described themselves. */
export type OtherSight = Readonly<{ isConnected: boolean; stream: MediaStream | null; code: string | null }>;
export type PrivateSight = Readonly<{
  own: MediaStream | null;
  others: ReadonlyMap<ParticipantId, OtherSight>;
}>;
export type PrivateMedia = Readonly<{ sight(): PrivateSight; subscribe(listener: () => void): () => void }>;

const nothing: PrivateSight = { own: null, others: new Map() };
const againMs = 1500;

/** Neither is a hall; a link asks only who is meant. */
const notAHall = '0'.repeat(64) as HallPeerId;

/** By both certificates: who sat between would have to show others. */
async function codeOf(one: string, other: string): Promise<string> {
  const both = [one, other].map((sdp) => (fingerprintsOf(sdp) ?? []).join(' ')).sort();
  const hash = new DataView(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(both.join('|'))));
  const digits = String(hash.getUint32(0) % 1_000_000).padStart(6, '0');
  return `${digits.slice(0, 3)} ${digits.slice(3)}`;
}

/**
 * L5: sound and picture of a private talk, straight from page to page. Opened when the hall has said that it may begin, by
 * which time this page has let go of the hall; all of it is let go of the moment it is over.
 */
export function openPrivateMedia(line: JoinLine, devices: MediaDevices): PrivateMedia {
  const listeners = new Set<() => void>();
  let sight = nothing;
  let roomId: PrivateRoomId | null = null;
  const links = new Map<ParticipantId, PeerLink>();
  const described = new Map<ParticipantId, Readonly<{ own: string; other: string }>>();
  const retries = new Map<ParticipantId, ReturnType<typeof setTimeout>>();

  function turn(next: Partial<PrivateSight>): void {
    sight = { ...sight, ...next };
    for (const listener of listeners) listener();
  }
  function turnOther(id: ParticipantId, next: Partial<OtherSight>): void {
    const before = sight.others.get(id) ?? { isConnected: false, stream: null, code: null };
    turn({ others: new Map(sight.others).set(id, { ...before, ...next }) });
  }
  function drop(id: ParticipantId): void {
    clearTimeout(retries.get(id));
    links.get(id)?.end();
    links.delete(id);
    described.delete(id);
  }
  function letGo(): void {
    roomId = null;
    for (const id of [...links.keys(), ...retries.keys()]) drop(id);
    for (const track of sight.own?.getTracks() ?? []) track.stop();
    if (sight !== nothing) turn(nothing);
  }

  const placeNow = () => {
    const stand = line.stand();
    return stand.at === 'hearing' && stand.told.say === 'private' ? stand.told : null;
  };
  const isRoom = (id: PrivateRoomId): boolean => roomId === id && placeNow()?.roomId === id;
  const say = (id: ParticipantId, frame: Omit<Described, 'roomId' | 'party'> | { say: 'room.here' }): void => {
    if (roomId !== null) line.room.say({ ...frame, roomId, party: id });
  };

  async function begin(id: PrivateRoomId): Promise<void> {
    roomId = id;
    const audio = { echoCancellation: true, noiseSuppression: true };
    const video = { facingMode: 'user', ...callPicture };
    const both = await devices.getUserMedia({ audio, video }).catch(() => null);
    const own = both ?? (await devices.getUserMedia({ audio }).catch(() => null));
    if (!isRoom(id)) {
      for (const track of own?.getTracks() ?? []) track.stop();
      return;
    }
    turn({ own: own ?? new MediaStream() });
    for (const { participantId } of placeNow()?.others ?? []) say(participantId, { say: 'room.here' });
  }

  function isCaller(id: ParticipantId): boolean {
    return (placeNow()?.ownId ?? '') < id;
  }
  async function showCode(id: ParticipantId, change: Readonly<{ own?: string; other?: string }>): Promise<void> {
    const both = { own: '', other: '', ...described.get(id), ...change };
    described.set(id, both);
    if (both.own === '' || both.other === '') return;
    const code = await codeOf(both.own, both.other);
    if (described.get(id) === both) turnOther(id, { code });
  }

  function link(id: ParticipantId, epoch: number, side: LinkPlace['side']): PeerLink | null {
    drop(id);
    if (roomId === null || sight.own === null) return null;
    turnOther(id, { isConnected: false, stream: null, code: null });
    const place = { peerId: notAHall, callId: roomId as string as CallId, epoch, side } as const;
    const made: PeerLink = new PeerLink(
      place,
      [sight.own],
      {
        signal(signal) {
          if (links.get(id) !== made || roomId === null) return;
          if ('candidate' in signal) {
            line.room.say({ say: 'room.candidate', roomId, party: id, epoch, candidate: signal.candidate });
            return;
          }
          void showCode(id, { own: signal.description.sdp });
          say(id, { say: 'room.described', epoch, ...signal.description });
        },
        tracks(tracks) {
          if (links.get(id) === made) turnOther(id, { stream: new MediaStream([...tracks]) });
        },
        reached() {},
        connected() {
          if (links.get(id) === made) turnOther(id, { isConnected: true });
        },
        counted() {},
        broken() {
          if (links.get(id) !== made) return;
          drop(id);
          turnOther(id, { isConnected: false, stream: null, code: null });
          // The one who calls does so anew when the other says that it is here.
          const again = setTimeout(() => (isCaller(id) ? call(id) : say(id, { say: 'room.here' })), againMs);
          retries.set(id, again);
        },
      },
      { isSignallingTrusted: true },
    );
    links.set(id, made);
    made.wanted();
    return made;
  }
  function call(id: ParticipantId): void {
    // Unlike that of any call before, so that nothing late is taken for this one.
    link(id, 1 + Math.floor(Math.random() * 999_999), 'caller');
  }

  function hear(frame: RoomFrame): void {
    if (!isRoom(frame.roomId) || sight.own === null) return;
    const id = frame.party;
    switch (frame.say) {
      case 'room.here':
        if (isCaller(id)) call(id);
        else say(id, { say: 'room.here' });
        return;
      case 'room.described': {
        const { epoch, type, sdp } = frame;
        const answered = links.get(id);
        const meant = type === 'offer' && !isCaller(id) ? link(id, epoch, 'callee') : answered;
        if (meant?.place.epoch !== epoch || (type === 'answer') !== isCaller(id)) return;
        void showCode(id, { other: sdp });
        const { peerId, callId } = meant.place;
        meant.take({ peerId, callId, epoch, description: { type, sdp }, fingerprints: fingerprintsOf(sdp) ?? [] });
        return;
      }
      case 'room.candidate': {
        const meant = links.get(id);
        if (meant?.place.epoch !== frame.epoch) return;
        const { peerId, callId, epoch } = meant.place;
        meant.take({ peerId, callId, epoch, candidate: frame.candidate });
        return;
      }
    }
  }

  line.room.onFrame(hear);
  function follow(): void {
    const place = placeNow();
    if (place === null || (roomId !== null && roomId !== place.roomId)) letGo();
    if (place !== null && roomId === null) void begin(place.roomId);
  }
  line.subscribe(follow);
  return {
    sight: () => sight,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
