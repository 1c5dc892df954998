import { z } from 'zod';
import { partyRoles, proceedings } from '#domain/hearing/card.ts';
import { hearingPhases, interruptionCauses, pauseKinds } from '#domain/hearing/phases.ts';
import { duties } from '#domain/people.ts';
import { seatPlaces } from '#domain/seats.ts';
import { participantShown, soundChannel } from './participants.ts';
import { cameraShown } from './cameras.ts';
import { exhibit, exhibitShown, exhibitTransfer } from './exhibits.ts';
import { faultPaper } from './fault-paper.ts';
import { callUpShown } from './call-up.ts';
import { checkProgress, lastCheckShown } from './check-papers.ts';
import { incidentShown } from './incident-papers.ts';
import { monitorsShown } from './monitors.ts';
import { panelsShown } from './panels.ts';
import { callShown, linkMeasured, peerId } from './peers.ts';
import { privateRoomShown } from './private-room.ts';
import { testSessionShown } from './test-session.ts';
import { atUs, hearingId, line, longText, markId, personId, seatId, trackId } from './values.ts';

/* The values that cross a process wall, each with the check that it must pass. */

export const party = z.object({ role: z.enum(partyRoles), name: line.min(1) }).readonly();
export const hearingCard = z
  .object({
    caseNumber: line.min(1),
    proceedings: z.enum(proceedings),
    judge: line.min(1),
    secretary: line,
    parties: z.array(party).max(200).readonly(),
    plannedAtMs: z.int().nonnegative(),
  })
  .readonly();

export const duty = z.enum(duties);
export const person = z.object({ personId, name: line.min(1), duty }).readonly();
/** Only ever asked, never answered. What a good PIN is, the hall says with a fault. */
export const pin = z.string().max(40);
/** A change among the people of the hall; while there is nobody, the only one is to add an administrator. */
export const peopleChange = z.discriminatedUnion('change', [
  z.object({ change: z.literal('add'), name: line.min(1), duty, pin }).readonly(),
  z.object({ change: z.literal('rename'), personId, name: line.min(1) }).readonly(),
  z.object({ change: z.literal('set-pin'), personId, pin }).readonly(),
  z.object({ change: z.literal('remove'), personId }).readonly(),
]);
export type PeopleChange = z.output<typeof peopleChange>;

/** A user or password in it would stand in the card and in every journal. */
export const cameraUrl = line.regex(/^rtsp:\/\/(\[[0-9A-Fa-f:]+\]|[\w.-]+)(:\d{1,5})?([/?][^@\s]*)?$/);
export const deviceBinding = z.discriminatedUnion('path', [
  z
    .object({
      path: z.literal('browser'),
      label: line.min(1),
      deviceId: z.string().max(200),
      serial: line.optional(),
      port: line.optional(),
    })
    .readonly(),
  z
    .object({
      path: z.literal('hall'),
      source: line.min(1),
      label: line,
      channels: z.int().min(1).max(64),
      channel: z.int().min(0).max(63),
    })
    .readonly(),
  z.object({ path: z.literal('remote'), peerId: line.min(1), label: line }).readonly(),
  z
    .object({
      path: z.literal('network'),
      url: cameraUrl,
      label: line,
    })
    .readonly(),
]);
export const videoWanted = z
  .object({
    width: z.int().min(160).max(1920),
    height: z.int().min(90).max(1080),
    frameRate: z.int().min(5).max(30),
    bitrateBps: z.int().min(100_000).max(12_000_000),
  })
  .readonly();
export const seat = z
  .object({
    id: seatId,
    kind: z.enum(['camera', 'microphone']),
    place: z.enum(seatPlaces),
    name: line,
    device: deviceBinding,
    gated: z.boolean(),
    video: videoWanted.optional(),
  })
  .readonly();
export const loudspeaker = z
  .object({ id: line.min(1), name: line.min(1), device: deviceBinding.options[0] })
  .readonly();
export const hallCard = z
  .object({
    ...{ court: line, hall: line, secondCopy: line.optional() },
    seats: z.array(seat).max(32).readonly(),
    loudspeakers: z.array(loudspeaker).max(16).readonly().optional(),
  })
  .readonly();

export const mark = z
  .object({
    markId,
    atUs,
    wallMs: z.number(),
    template: z.string().max(60),
    text: longText,
    kind: z.enum(['mark', 'note']),
    takenBack: z.boolean(),
  })
  .readonly();
export type Mark = z.output<typeof mark>;

export const hearingSummary = z
  .object({
    hearingId,
    card: hearingCard,
    phase: z.enum(hearingPhases),
    training: z.boolean(),
    openedAtMs: z.number().nullable(),
    endedAtMs: z.number().nullable(),
    durationMs: z.number(),
    marks: z.int(),
    /** Result of the last verification, null when never verified. */
    intact: z.boolean().nullable(),
  })
  .readonly();
export type HearingSummary = z.output<typeof hearingSummary>;

/** `written`: new bytes of this track were re-read from disk and are whole, within the last 2 s. */
export const trackLamp = z
  .object({
    trackId,
    seatId,
    kind: z.enum(['camera', 'microphone']),
    state: z.enum(['off', 'starting', 'written', 'late', 'stopped']),
    /** Capture time of the newest frame re-read from disk. */
    writtenToUs: atUs.nullable(),
    lagMs: z.number().nullable(),
    lengthBytes: z.number(),
  })
  .readonly();
export type TrackLamp = z.output<typeof trackLamp>;

/**
 * The lamp. `recording` only while every wanted track is `written`; `trouble` while one of them is late or
 * stopped; `starting` until the first bytes were re-read; `closed` when nothing may be recorded (L5, breaks).
 */
export const lamp = z
  .object({
    state: z.enum(['off', 'starting', 'recording', 'trouble', 'closed']),
    elapsedMs: z.number(),
    tracks: z.array(trackLamp).readonly(),
    worst: trackId.nullable(),
  })
  .readonly();
export type Lamp = z.output<typeof lamp>;

export const alarm = z.object({ id: z.string(), fault: faultPaper, sinceMs: z.number() }).readonly();
export type Alarm = z.output<typeof alarm>;

/** A paired hall and the link to it. `fault`: why the link does not come up although the other hall answers. */
export const peerShown = z
  .object({
    id: peerId,
    court: z.string().max(300),
    hall: z.string().max(300),
    link: z.enum(['down', 'dialling', 'up']),
    fault: faultPaper.nullable(),
    /** The measurement that runs to this hall now, whoever asked for it. */
    probe: z
      .object({ doneShare: z.number().min(0).max(1), remainingMs: z.number() })
      .readonly()
      .nullable(),
    /** The last figures since this service began; the journal keeps those of every hearing. */
    measured: linkMeasured.nullable(),
    /** Why the last measurement ended without figures; null when it did not. */
    probeFault: faultPaper.nullable(),
    /** It has pinned the newest key of this hall. */
    knowsKey: z.boolean(),
  })
  .readonly();
export type PeerShown = z.output<typeof peerShown>;

export const openHearing = z
  .object({
    hearingId,
    card: hearingCard,
    phase: z.enum(hearingPhases),
    openedAtMs: z.number().nullable(),
    nowUs: atUs,
    marks: z.array(mark).readonly(),
    pause: z
      .object({ kind: z.enum(pauseKinds), atUs, recordingGoesOn: z.boolean(), note: line })
      .readonly()
      .nullable(),
    /** P6: nobody outside the hall hears or sees anything; it is recorded. */
    isSessionClosed: z.boolean(),
    /** P36: how many exhibits the hearing has; a window that lists them asks anew when this changes. */
    exhibits: z.int(),
    /** What bench and hall screen show; the public's monitor only what is `isForPublic` (P6). */
    shownExhibit: exhibitShown.nullable(),
    /** P36: documents from participants' pages that wait for the presiding judge, the oldest first. */
    handedIn: z.array(exhibit).readonly(),
    /** L3: seats that the hearing goes on without, and why. */
    leftOut: z.array(z.object({ seatId, atUs, reason: line }).readonly()).readonly(),
    /** The record broke off at `wallMs` and nothing is written until a person lets the hearing go on. */
    interruption: z
      .object({ cause: z.enum(interruptionCauses), wallMs: z.number() })
      .readonly()
      .nullable(),
  })
  .readonly();
export type OpenHearing = z.output<typeof openHearing>;

/**
 * All that a window shows, sent whole at every change and each second while something runs, so that a window
 * that was away needs nothing but the newest one.
 */
export const hallState = z
  .object({
    hall: hallCard,
    isSetUp: z.boolean(),
    training: z.boolean(),
    wallMs: z.number(),
    /** The hearing that is being checked, held or just ended; null on the day's list. */
    hearing: openHearing.nullable(),
    check: checkProgress.nullable(),
    lastCheck: lastCheckShown.nullable(),
    lamp,
    alarms: z.array(alarm).readonly(),
    /** Windows may show local cameras and meters only when true; on false they must close them and say so (L5). */
    previewsAllowed: z.boolean(),
    planNo: z.int(),
    recorderConnected: z.boolean(),
    benchConnected: z.boolean(),
    peers: z.array(peerShown).readonly(),
    /** A pairing code was shown here and still lets a hall in. */
    isInviting: z.boolean(),
    /** Of each hall the call that lasts, or its last one, which is over; what began last is the first. */
    calls: z.array(callShown).readonly(),
    /** P16.3: everybody of the hearing on the screens, and where they stand; null while none is to be held. */
    callUp: callUpShown.nullable(),
    /** P17–P25: of the hearing on the screens all, of everything else those that are not over; the newest first, at most 50. */
    incidents: z.array(incidentShown).max(50).readonly(),
    /** L9: what the hall's loudspeakers play where an interpreter speaks from a page. */
    hallChannel: soundChannel,
    /** L5: private talks between participants, of which the hall hears and sees nothing. */
    privateRooms: z.array(privateRoomShown).readonly(),
    /** P15.5: the test session that runs now: nothing is recorded, and no hearing can be opened. */
    testSession: testSessionShown.nullable(),
    /** Those who take part from pages of their own in the hearing on the screens. */
    participants: z.array(participantShown).readonly(),
    /** This hall has a door for them. */
    isRoomOpen: z.boolean(),
    /** P35: the public's monitors and the loudspeakers. */
    monitors: monitorsShown,
    /** Pedals, key panels and busy lights of the hall. */
    panels: panelsShown,
    /** Cameras that can be turned, with their buttons. */
    cameras: z.array(cameraShown).readonly(),
    /** A monitor of the public's is open. */
    screenConnected: z.boolean(),
    /** The exhibit on its way to or from another hall, or the last that was. */
    transfer: exhibitTransfer.nullable(),
    disk: z
      .object({
        freeBytes: z.number(),
        hoursLeft: z.number().nullable(),
        /** What waits in the windows for the disk, and how much of it they can keep; null while nothing waits. */
        queue: z
          .object({ waitingMs: z.number(), limitMs: z.number(), bytes: z.number(), limitBytes: z.number() })
          .readonly()
          .nullable(),
      })
      .readonly(),
    /** The copy on another disk; null where none is wanted. `lagMs`: how old what it lacks may be; null until it was whole once. */
    secondCopy: z
      .object({ folder: z.string(), lagMs: z.number().nullable(), isBroken: z.boolean() })
      .readonly()
      .nullable(),
    version: z.string(),
  })
  .readonly();
export type HallState = z.output<typeof hallState>;
