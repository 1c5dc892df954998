import type { CapturePlan, PlannedTrack } from '#contract/capture.ts';
import type { HearingId, TrackId } from '#domain/ids.ts';
import type { AtUs } from '#domain/record/timeline.ts';
import { defaultVideo, type Seat } from '#domain/seats.ts';

/** Speech is transparent at this rate in mono Opus, and small beside any picture. */
export const audioBitrateBps = 64_000;

/** The track of a seat: one path a seat so far. */
export function trackOf(seat: Seat): TrackId {
  return seat.id as string as TrackId;
}

/** What an uplink token is the keyed hash of. */
export function uplinkText(hearingId: HearingId, trackId: TrackId, epoch: number): string {
  return `uplink|${hearingId}|${trackId}|${String(epoch)}`;
}

/** What a window is to do with one seat. */
export function plannedTrack(seat: Seat, trackNo: number, epoch: number, uplinkToken: string | null): PlannedTrack {
  return {
    trackId: trackOf(seat),
    trackNo,
    epoch,
    seatId: seat.id,
    kind: seat.kind,
    device: seat.device,
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

/** Only devices of the browser path: the others are opened by the hall itself when it records. */
export function warmPlan(planNo: number, seats: readonly Seat[]): CapturePlan {
  const tracks = seats
    .filter((seat) => seat.device.path === 'browser')
    .map((seat, at) => plannedTrack(seat, at + 1, 1, null));
  return { planNo, mode: 'warm', hearingId: null, zeroMonotonicUs: null, cutAtUs: null, tracks };
}

/** Everything that windows are to write: the recorder its devices, the call what comes over the link; each track with its present epoch and the token of its uplink. */
export function recordPlan(
  plan: Readonly<{
    planNo: number;
    hearingId: HearingId;
    zeroMonotonicUs: number;
    seats: readonly Seat[];
    trackNo(trackId: TrackId): number;
    epoch(trackId: TrackId): number;
    mac(text: string): string;
  }>,
): CapturePlan {
  const { planNo, hearingId, zeroMonotonicUs } = plan;
  const tracks = plan.seats
    .filter((seat) => seat.device.path !== 'hall')
    .map((seat) => {
      const trackId = trackOf(seat);
      const epoch = plan.epoch(trackId);
      return plannedTrack(seat, plan.trackNo(trackId), epoch, plan.mac(uplinkText(hearingId, trackId, epoch)));
    });
  return { planNo, mode: 'record', hearingId, zeroMonotonicUs, cutAtUs: null, tracks };
}
