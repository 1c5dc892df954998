import type { HallState } from '#contract/papers.ts';
import type { HallPeerId, SeatId } from '#domain/ids.ts';
import type { HallCard } from '#domain/seats.ts';
import { ordinaryCourtroom, type LabRequest } from '../lab/start-lab.ts';
import { inventedCard } from '../stage/hall-card.ts';
import type { FarHall } from './far-hall.ts';
import { network } from './namespaces.ts';

/* Two small halls in one courtroom, one camera and one microphone each, as the tests of the line play them. */

export const peerPort = 7443;
/** Of the hall that is dialled; the other one dials and listens nowhere. */
export const dialledHallEnv = { TARAZY_PEER_PORT: String(peerPort), TARAZY_PEER_HOST: network.a.address } as const;
type Picture = Readonly<{ widthPx: number; heightPx: number; framesPerSecond: number }>;
const small: Picture = { widthPx: 640, heightPx: 360, framesPerSecond: 15 };
/** Gives what a call sends (25 a second) and more. */
export const courtCamera: Picture = { widthPx: 640, heightPx: 360, framesPerSecond: 30 };
export const courtroomOfTwo = (picture: Picture): LabRequest => ({
  ...ordinaryCourtroom,
  cameras: ordinaryCourtroom.cameras.map((camera) => ({ ...camera, ...picture })),
});
export const twoHallsCourtroom = courtroomOfTwo(small);

function hallOf(court: string, microphone: string, camera: string, picture: Picture): HallCard {
  const { widthPx: width, heightPx: height, framesPerSecond: frameRate } = picture;
  const video = { width, height, frameRate, bitrateBps: 600_000 };
  const seat = { name: '', gated: false } as const;
  const device = (label: string) => ({ path: 'browser', label, deviceId: '' }) as const;
  return {
    court,
    hall: '1',
    seats: [
      { ...seat, id: 'voice' as SeatId, kind: 'microphone', place: 'judge', device: device(microphone) },
      { ...seat, id: 'view' as SeatId, kind: 'camera', place: 'hall', device: device(camera), video },
    ],
  };
}

export const isOnLine = (state: HallState): boolean => state.calls[0]?.state === 'connected';
export const onLine = (halls: readonly FarHall[], limitMs: number): Promise<unknown> =>
  Promise.all(halls.map((hall) => hall.until(isOnLine, limitMs, 'on the line')));

/** Lets `b` join `a`, which it finds at `host`. Returns how `a` names it. */
export async function pair(a: FarHall, b: FarHall, host: string = network.a.address): Promise<HallPeerId> {
  const known = (await a.until(() => true, 1000, 'a state')).peers.map(({ id }) => id);
  const newIn = ({ peers }: HallState) => peers.find(({ id, link }) => link === 'up' && !known.includes(id));
  const { code } = await a.ask('peer.invite', {});
  await b.ask('peer.join', { host, port: peerPort, code });
  return newIn(await a.until((state) => newIn(state) !== undefined, 10_000, 'the halls are linked'))!.id;
}

/** Sets a hall up with one microphone and one camera. */
export async function setUp(
  hall: FarHall,
  court: string,
  microphone: string,
  camera: string,
  picture: Picture = small,
): Promise<void> {
  await hall.ask('hall.set-up', { card: hallOf(court, microphone, camera, picture) });
}

export function orLate(refusal: unknown): void {
  if (!String(refusal).includes('api.timed-out')) throw refusal;
}

export async function openHearing(hall: FarHall): Promise<void> {
  const { hearingId } = await hall.ask('hearing.plan', { card: inventedCard });
  await hall.ask('hearing.check', { hearingId });
  await hall.until((state) => state.check?.state === 'done', 60_000, 'the check is done');
  // On a machine that has no time the asker gives up and the hall goes on; the lamp tells what became of it.
  await hall.ask('hearing.open', { hearingId, override: { reason: 'trial', person: 'trial' } }).catch(orLate);
  await hall.until((state) => state.lamp.state === 'recording', 40_000, 'the lamp is lit');
}

/** Sets both halls up, pairs them and opens a hearing in each. Returns how `a` names the other one. */
export async function pairAndOpen(a: FarHall, b: FarHall): Promise<HallPeerId> {
  await setUp(a, 'First court', 'Microphone Judge', 'Camera Judge');
  await setUp(b, 'Second court', 'Microphone Witness', 'Camera Hall');
  const peerId = await pair(a, b);
  for (const hall of [a, b]) await openHearing(hall);
  return peerId;
}

/** When a call was dialled, rang over there and was answered; ms since 1970. */
export type Answered = Readonly<{ dialledAtMs: number; rangAtMs: number; answeredAtMs: number }>;

/** Calls and is answered after `answerAfterMs`. */
export async function callAndAnswer(
  from: FarHall,
  to: FarHall,
  peerId: HallPeerId,
  answerAfterMs = 0,
): Promise<Answered> {
  const dialledAtMs = Date.now();
  await from.ask('call.dial', { peerId });
  const {
    calls: [call],
  } = await to.until((state) => state.calls[0]?.state === 'ringing', 15_000, 'it rings');
  const rangAtMs = Date.now();
  await new Promise((resolve) => setTimeout(resolve, answerAfterMs));
  const answeredAtMs = Date.now();
  await to.ask('call.accept', { callId: call!.callId });
  await onLine([from, to], 20_000);
  return { dialledAtMs, rangAtMs, answeredAtMs };
}
