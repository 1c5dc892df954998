import type { CheckProgress } from '#contract/check-papers.ts';
import type { Alarm, HallState, HearingSummary, Lamp, OpenHearing, PeerShown } from '#contract/papers.ts';
import type { ExhibitShown } from '#contract/exhibits.ts';
import type { Transfer } from '#domain/exhibits/transfer.ts';
import { lastingPause, lineNow, type HearingView } from '#domain/hearing/view.ts';
import type { Call } from '#domain/peers/call.ts';
import type { TimelineZero } from '#domain/record/timeline.ts';
import { hoursLeft } from '#domain/record/hours-left.ts';
import type { HallCard } from '#domain/seats.ts';
import type { DiskSight } from '../recorder/index.ts';

/** One hearing as a line of a list. */
export function summaryOf(view: HearingView): HearingSummary {
  return {
    hearingId: view.hearingId,
    card: view.card,
    phase: view.phase,
    training: view.training,
    openedAtMs: view.openedAtMs,
    endedAtMs: view.endedAtMs,
    durationMs: view.recordedMs,
    marks: view.marks.filter((mark) => !mark.takenBack).length,
    intact: view.intact,
  };
}

function onScreen(
  view: HearingView,
  now: TimelineZero,
  isSessionClosed: boolean,
  shownExhibit: ExhibitShown | null,
  handedIn: OpenHearing['handedIn'],
): OpenHearing {
  const pause = lastingPause(view);
  return {
    hearingId: view.hearingId,
    card: view.card,
    phase: view.phase,
    openedAtMs: view.openedAtMs,
    nowUs: lineNow(view, now),
    marks: view.marks,
    pause: pause && { kind: pause.kind, atUs: pause.fromUs, recordingGoesOn: pause.recordingGoesOn, note: pause.note },
    isSessionClosed,
    exhibits: view.exhibits.length,
    // P6: what the public saw is gone with the order, whether or not the journal could be told.
    shownExhibit: isSessionClosed && shownExhibit?.isForPublic === true ? null : shownExhibit,
    handedIn,
    leftOut: view.leftOut,
    interruption: view.interruption && {
      cause: view.interruption.cause,
      wallMs: Math.round((view.zero?.wallMs ?? 0) + view.interruption.atUs / 1000),
    },
  };
}

function callOf({ isAccepted: _, ...shown }: Call): HallState['calls'][number] {
  return shown;
}

/** All that a window shows, put together from what the rooms know. */
export function hallState(
  from: Readonly<{
    now: TimelineZero;
    hall: HallCard;
    training: boolean;
    view: HearingView | null;
    isSessionClosed: boolean;
    check: CheckProgress | null;
    lastCheck: HallState['lastCheck'];
    lamp: Lamp;
    alarms: readonly Alarm[];
    previewsAllowed: boolean;
    planNo: number;
    recorderConnected: boolean;
    benchConnected: boolean;
    peers: readonly PeerShown[];
    isInviting: boolean;
    calls: readonly Call[];
    callUp: HallState['callUp'];
    incidents: HallState['incidents'];
    testSession: HallState['testSession'];
    privateRooms: HallState['privateRooms'];
    participants: HallState['participants'];
    isRoomOpen: boolean;
    monitors: HallState['monitors'];
    panels: HallState['panels'];
    cameras: HallState['cameras'];
    screenConnected: boolean;
    shownExhibit: ExhibitShown | null;
    handedIn: OpenHearing['handedIn'];
    transfer: Transfer | null;
    freeBytes: number;
    diskSight: DiskSight;
    secondCopy: HallState['secondCopy'];
    version: string;
  }>,
): HallState {
  const { now, hall, view, freeBytes, diskSight } = from;
  return {
    hall,
    isSetUp: hall.seats.length > 0,
    training: from.training,
    wallMs: now.wallMs,
    hearing: view && onScreen(view, now, from.isSessionClosed, from.shownExhibit, from.handedIn),
    check: from.check,
    lastCheck: from.lastCheck,
    lamp: from.lamp,
    alarms: from.alarms,
    previewsAllowed: from.previewsAllowed,
    planNo: from.planNo,
    recorderConnected: from.recorderConnected,
    benchConnected: from.benchConnected,
    peers: from.peers,
    isInviting: from.isInviting,
    calls: from.calls.map(callOf),
    callUp: from.callUp,
    incidents: from.incidents,
    hallChannel: view?.hallChannel ?? 'both',
    testSession: from.testSession,
    privateRooms: from.privateRooms,
    participants: from.participants,
    isRoomOpen: from.isRoomOpen,
    monitors: from.monitors,
    panels: from.panels,
    cameras: from.cameras,
    screenConnected: from.screenConnected,
    transfer: from.transfer,
    disk: { freeBytes, hoursLeft: hoursLeft(hall, freeBytes, diskSight.growthBps), queue: diskSight.queue },
    secondCopy: from.secondCopy,
    version: from.version,
  };
}
