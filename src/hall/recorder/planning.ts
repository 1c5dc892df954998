import type { CapturePlan, PlannedTrack } from '#contract/capture.ts';
import type { AmongEqual } from '#domain/device-identity.ts';
import type { HearingId, TrackId } from '#domain/ids.ts';
import type { AtUs } from '#domain/record/timeline.ts';
import { defaultVideo, isSecondTrack, seatOfTrack, secondTracksFrom, type Seat } from '#domain/seats.ts';
import type { RecordAsk } from './door.ts';

/** Speech is transparent at this rate in mono Opus, and small beside any picture. */
const audioBitrateBps = 64_000;

/** The track of a seat as the recorder knows it, where a second path has a seat of its own (`secondSeats`). */
export function trackOf(seat: Seat): TrackId {
  return seat.id as string as TrackId;
}

/** The number of a track in its chunks; a second track's follows from its seat's. */
export function trackNoOf(ask: Pick<RecordAsk, 'trackNo'>, trackId: TrackId): number {
  const chiefNo = ask.trackNo(seatOfTrack(trackId) as string as TrackId);
  return isSecondTrack(trackId) ? secondTracksFrom + chiefNo : chiefNo;
}

/** What an uplink token is the keyed hash of. */
export function uplinkText(hearingId: HearingId, trackId: TrackId, epoch: number): string {
  return `uplink|${hearingId}|${trackId}|${String(epoch)}`;
}

/** What a window is to do with one seat. */
export function plannedTrack(
  seat: Seat,
  trackNo: number,
  epoch: number,
  uplinkToken: string | null,
  among: AmongEqual | null,
): PlannedTrack {
  return {
    trackId: trackOf(seat),
    trackNo,
    epoch,
    seatId: seatOfTrack(trackOf(seat)),
    kind: seat.kind,
    device: seat.device,
    ...(among === null ? {} : { among }),
    uplinkToken,
    ...(seat.kind === 'camera' ? { video: seat.video ?? defaultVideo } : { audioBitrateBps }),
  };
}

export function closedPlan(
  planNo: number,
  cut: Readonly<{ hearingId: HearingId; zeroMonotonicUs: number; cutAtUs: AtUs | null }> | null,
): CapturePlan {
  return {
    planNo,
    mode: 'closed',
    hearingId: cut?.hearingId ?? null,
    zeroMonotonicUs: cut?.zeroMonotonicUs ?? null,
    cutAtUs: cut?.cutAtUs ?? null,
    tracks: [],
  };
}

/** What comes over a link is nobody's device. */
export function warmPlan(
  planNo: number,
  seats: readonly Seat[],
  among: (seat: Seat) => AmongEqual | null,
): CapturePlan {
  const tracks = seats
    .filter((seat) => seat.device.path !== 'remote')
    .map((seat, at) => plannedTrack(seat, at + 1, 1, null, among(seat)));
  return { planNo, mode: 'warm', hearingId: null, zeroMonotonicUs: null, cutAtUs: null, tracks };
}

/** Everything that is to be written: by the recorder its devices, by the call what comes over the link, by the second way to the sound its sources; each track with its present epoch and the token of its uplink. */
export function recordPlan(
  plan: Readonly<{
    planNo: number;
    hearingId: HearingId;
    zeroMonotonicUs: number;
    seats: readonly Seat[];
    trackNo(trackId: TrackId): number;
    epoch(trackId: TrackId): number;
    among(seat: Seat): AmongEqual | null;
    mac(text: string): string;
  }>,
): CapturePlan {
  const { planNo, hearingId, zeroMonotonicUs } = plan;
  const tracks = plan.seats.map((seat) => {
    const trackId = trackOf(seat);
    const epoch = plan.epoch(trackId);
    const token = plan.mac(uplinkText(hearingId, trackId, epoch));
    return plannedTrack(seat, plan.trackNo(trackId), epoch, token, plan.among(seat));
  });
  return { planNo, mode: 'record', hearingId, zeroMonotonicUs, cutAtUs: null, tracks };
}

const soundBps = 64_000;

/** Bits a second that the seats were asked to give. */
export function plannedBps(seats: readonly Seat[]): number {
  return seats.reduce((sum, seat) => sum + (seat.video?.bitrateBps ?? soundBps), 0);
}
