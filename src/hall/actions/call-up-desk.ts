import type { Fault } from '#domain/faults.ts';
import type { CallUpEnd } from '#domain/hearing/call-up-entries.ts';
import type { CallId, HallPeerId, HearingId, ParticipantId } from '#domain/ids.ts';

/** Whom the hearing on the desk calls; lost with the service, as the calls are. */
export type CallUp = {
  readonly hearingId: HearingId;
  endsAtMs: number | null;
  end: CallUpEnd | null;
  /** Why a hall could not be called or did not come; taken off when it is called again. */
  readonly refusals: Map<HallPeerId, Fault>;
  /** The call by which a hall was called last. */
  readonly dialled: Map<HallPeerId, CallId>;
  /** Since when a page is told to be ready, Unix ms. */
  readonly called: Map<ParticipantId, number>;
};
