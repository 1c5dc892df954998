import { z } from 'zod';
import { pauseKinds } from '#domain/hearing/phases.ts';
import type { Outcome } from '#domain/outcome.ts';
import { call, type Asker } from './call.ts';
import { capturePlan, captureReport } from './capture.ts';
import { checkReportCalls } from './check-reports.ts';
import { diagnosticsCalls } from './diagnostics-calls.ts';
import { cameraCalls } from './cameras.ts';
import { directoryCalls } from './directory-calls.ts';
import { exhibit, exhibitId, exhibitLength, exhibitName, exhibitPage } from './exhibits.ts';
import { gatheringCalls } from './gathering-calls.ts';
import { checkPart, checkVariant } from './check-papers.ts';
import {
  deviceBinding,
  hallCard,
  hallState,
  hearingCard,
  hearingSummary,
  mark,
  peerShown,
  peopleChange,
  person,
  pin,
} from './papers.ts';
import { atUs, hearingId, line, longText, markId, personId, seatId, trackId } from './values.ts';
import { loudspeakerCalls, signalOrdered } from './loudspeakers.ts';
import { incidentCalls } from './incident-calls.ts';
import { monitorCalls } from './monitors.ts';
import { panelCalls, panelPressed } from './panels.ts';
import { participantCalls } from './participant-calls.ts';
import { pictureCalls } from './pictures.ts';
import { shellPart } from './parts.ts';
import { peerKeyCalls } from './peer-key-calls.ts';
import {
  callEpoch,
  callId,
  callRelays,
  callSignal,
  callSignalled,
  hostName,
  linkCounts,
  voiceFigures,
  linkMeasured,
  ownKey,
  peerId,
  portNumber,
} from './peers.ts';
import { verification } from './verification.ts';
import { madePaper, requestAsks, requestPreview } from './request.ts';

const nothing = z.object({});
const range = { fromUs: atUs, toUs: atUs } as const;

/** One recorded stretch of a track, with the address of its playable copy (media ticket inside). */
const piece = z.object({ epoch: z.int(), ...range, url: z.string().nullable() }).readonly();
const lane = z
  .object({
    trackId,
    seatId,
    kind: z.enum(['camera', 'microphone']),
    pieces: z.array(piece).readonly(),
    gaps: z.array(z.object({ ...range, cause: z.string() }).readonly()).readonly(),
  })
  .readonly();
const pauseShown = z.object({ kind: z.enum(pauseKinds), ...range, recorded: z.boolean(), note: line }).readonly();
const closedShown = z.object(range).readonly();
const madeCopy = z.object({ path: z.string(), sha256: z.string() }).readonly();
const timeline = z
  .object({
    hearing: hearingSummary,
    lanes: z.array(lane).readonly(),
    marks: z.array(mark).readonly(),
    pauses: z.array(pauseShown).readonly(),
    /** P6: of these stretches no copy is handed out. */
    closedSessions: z.array(closedShown).readonly(),
    lengthUs: z.int(),
    /** True while ffmpeg is still making the playable copies. */
    isPreparing: z.boolean(),
  })
  .readonly();
export type Timeline = z.output<typeof timeline>;
export type Lane = z.output<typeof lane>;

/** What may be asked of the hall service: one verb, one object in, one object out. */
export const hallCalls = {
  'state.get': call(nothing, hallState, ['console', 'bench', 'screen', 'recorder', 'call', 'shell', 'specialist']),

  'hall.set-up': call(z.object({ card: hallCard }), nothing, ['console', 'specialist']),

  /** The names on the sign-in screen, and who is signed in at the asking window. An empty list is a hall without sign-in. */
  'people.list': call(nothing, z.object({ people: z.array(person).readonly(), signedIn: person.nullable() }), [
    'console',
    'bench',
    'specialist',
  ]),
  'people.change': call(peopleChange, z.object({ person }), ['console', 'specialist'], 10_000),
  'person.sign-in': call(z.object({ personId, pin }), z.object({ person }), ['console', 'bench', 'specialist'], 10_000),
  'person.sign-out': call(nothing, nothing, ['console', 'bench', 'specialist']),

  'hearings.list': call(
    z.object({ fromMs: z.number(), toMs: z.number(), text: line }),
    z.object({ hearings: z.array(hearingSummary) }),
    ['console', 'bench', 'specialist'],
  ),
  'hearing.plan': call(z.object({ card: hearingCard }), z.object({ hearingId }), ['console', 'specialist']),
  'hearing.change-card': call(z.object({ hearingId, card: hearingCard }), nothing, ['console', 'specialist']),
  'hearing.reassign-case': call(z.object({ hearingId, caseNumber: line.min(1), reason: line.min(1) }), nothing, [
    'console',
    'specialist',
  ]),
  /** Makes a planned or ended hearing the one on the screen, or none (null). */
  'hearing.select': call(z.object({ hearingId: hearingId.nullable() }), nothing, ['console', 'specialist']),
  /** Answers at once; progress and verdicts come with the state. */
  'hearing.check': call(z.object({ hearingId, variant: checkVariant.default('standard') }), nothing, [
    'console',
    'specialist',
  ]),
  /** The hall by itself, whole or in part, for no hearing. While one is held, only what is `isPassive`. Answers at once. */
  'hall.check': call(
    z.object({
      isPassive: z.boolean().default(false),
      only: z.array(checkPart).max(64).readonly().default([]),
      variant: checkVariant.default('standard'),
    }),
    nothing,
    ['console', 'specialist'],
  ),
  'hearing.open': call(
    z.object({ hearingId, override: z.object({ reason: line.min(1), person: line.min(1) }).nullable() }),
    nothing,
    ['console', 'specialist'],
    10_000,
  ),
  'hearing.pause': call(
    z.object({
      pause: z.enum(pauseKinds),
      byOralOrder: z.boolean(),
      note: line,
      /** How long it is to last; null when nobody said. Once it is over without a resume there is an alarm. */
      announcedMin: z
        .int()
        .min(1)
        .max(24 * 60)
        .nullable()
        .default(null),
    }),
    nothing,
    ['console', 'bench', 'specialist'],
    10_000,
  ),
  'hearing.resume': call(z.object({ byOralOrder: z.boolean() }), nothing, ['console', 'bench', 'specialist'], 10_000),
  'hearing.end': call(z.object({ byOralOrder: z.boolean() }), nothing, ['console', 'specialist'], 15_000),

  /** A person answers for an alarm that stands; `alarmId` as the state tells it. */
  'alarm.clear': call(z.object({ alarmId: z.string().max(2000), reason: line.min(1) }), nothing, [
    'console',
    'specialist',
  ]),
  /** L3: opens the device of a seat anew; a seat that was left out is taken in again. */
  'seat.restart': call(z.object({ seatId }), nothing, ['console', 'specialist']),
  /** L3: a reserve device of the recorder window stands in for the seat's own, until the hearing ends. */
  'seat.replace': call(z.object({ seatId, device: deviceBinding }), nothing, ['console', 'specialist']),
  /** L3: the hearing goes on without the seat; the reason goes into the protocol. */
  'seat.leave-out': call(z.object({ seatId, reason: line.min(1) }), nothing, ['console', 'specialist']),

  /** `atUs` null means now; the hall stamps it on arrival. */
  'mark.set': call(
    z.object({ template: z.string().max(60), text: longText, kind: z.enum(['mark', 'note']), atUs: atUs.nullable() }),
    z.object({ markId, atUs }),
    ['console', 'bench', 'specialist'],
  ),
  'mark.take-back': call(z.object({ markId }), nothing, ['console', 'specialist']),

  /** Cuts [fromUs, toUs) out of the record on disk into a playable clip: the camera asked for, all microphones mixed. */
  'read-back.prepare': call(
    z.object({ hearingId, ...range, camera: trackId.nullable() }),
    z.object({ url: z.string(), ...range }),
    ['console', 'bench', 'specialist'],
    15_000,
  ),
  'record.timeline': call(z.object({ hearingId }), timeline, ['console', 'bench', 'specialist'], 15_000),
  'record.verify': call(z.object({ hearingId }), verification, ['console', 'specialist'], 600_000),
  /**
   * Copies into the export folder: `exact` one Matroska file with the streams bit by bit; `party` an MP4 of each camera with
   * all microphones as one sound, without a camera an M4A. Progress comes as `export.progressed`.
   */
  'record.export': call(
    z.object({ hearingId, ...range, tracks: z.array(trackId), form: z.enum(['exact', 'party']).optional() }),
    z.object({ path: z.string(), sha256: z.string(), others: z.array(madeCopy).readonly() }),
    ['console', 'specialist'],
    // Sound of hours is encoded anew for a party.
    4 * 3_600_000,
  ),

  /** Keeps what the request of Appendix 1 says beyond the card; answers the names of the blanks that are still empty. */
  'request.draft': call(requestAsks.draft, z.object({ missing: z.array(z.string()).readonly() }), [
    'console',
    'specialist',
  ]),
  /** The request as it will look, with these words or the kept ones. Writes nothing. */
  'request.preview': call(requestAsks.preview, requestPreview, ['console', 'specialist']),
  /** Makes DOCX and PDF of the kept request in the folder of papers. */
  'request.make': call(requestAsks.make, madePaper, ['console', 'specialist'], 30_000),

  /** `own`: null when this hall has no key that can be read. */
  'peers.list': call(nothing, z.object({ peers: z.array(peerShown), own: ownKey.nullable() }), [
    'console',
    'specialist',
  ]),
  /** A code for another hall to join by (3-3-3 digits, 5 minutes, one use) and where that hall finds us. */
  'peer.invite': call(
    nothing,
    z.object({ code: z.string(), expiresAtMs: z.number(), hosts: z.array(z.string()), port: portNumber }),
    ['console', 'specialist'],
  ),
  /** Pairs with the hall that shows this code; from then on this hall dials that one. */
  'peer.join': call(
    z.object({ host: hostName, port: portNumber, code: line }),
    z.object({ peerId, court: z.string(), hall: z.string() }),
    ['console', 'specialist'],
    60_000,
  ),
  ...peerKeyCalls,
  ...directoryCalls,
  ...diagnosticsCalls,
  ...checkReportCalls,
  'peer.remove': call(z.object({ peerId }), nothing, ['console', 'specialist']),
  /** Measures what the path to this hall carries, each way (P38); the state tells how far it is, in both halls. */
  'peer.measure': call(z.object({ peerId }), z.object({ measured: linkMeasured }), ['console', 'specialist'], 15_000),
  ...participantCalls,
  ...gatheringCalls,
  ...monitorCalls,
  ...loudspeakerCalls,
  ...panelCalls,
  ...incidentCalls,
  ...cameraCalls,
  ...pictureCalls,
  'call.dial': call(z.object({ peerId }), nothing, ['console', 'specialist']),
  'call.accept': call(z.object({ callId }), nothing, ['console', 'specialist']),
  'call.decline': call(z.object({ callId }), nothing, ['console', 'specialist']),
  /** P6: every link and every public monitor goes dark at once, and the record goes on. */
  'session.close': call(z.object({ byOralOrder: z.boolean() }), nothing, ['console', 'bench', 'specialist']),
  'session.reopen': call(z.object({ byOralOrder: z.boolean() }), nothing, ['console', 'bench', 'specialist']),
  /** The call window holds no link any more in a closed session. */
  'session.dark': call(nothing, nothing, ['call']),
  /** Without a name: every call. */
  'call.end': call(z.object({ callId: callId.optional() }), nothing, ['console', 'specialist']),
  /** From the call window to the other hall's; descriptions are signed on the way. Refused for any but the current epoch. */
  'call.signal': call(callSignal, nothing, ['call']),
  /** What a connection to a participant's page may be relayed by; none where no relay is set up. Refused for any but the current epoch. */
  'call.relays': call(z.object({ callId, epoch: callEpoch }), z.object({ relays: callRelays }), ['call']),
  /** What the call window sees of its peer connection (DTLS connected and frames decoded, or no longer). */
  'call.report': call(z.object({ callId, epoch: callEpoch, state: z.enum(['connected', 'broken']) }), nothing, [
    'call',
  ]),

  /** What passed since the last word of this kind; the window says it every few seconds. */
  'call.counted': call(
    z.object({ callId, epoch: callEpoch, counts: linkCounts, voice: voiceFigures.nullable() }),
    nothing,
    ['call'],
  ),
  /**
   * P36: asks to bring a document. The window then sends the file by PUT to `url`, within a minute and once, and is
   * answered there as by a verb. Only its bytes say what it is; the name is for people.
   */
  'exhibit.add': call(
    z.object({ name: exhibitName, lengthBytes: exhibitLength }),
    z.object({ exhibitId, url: z.string() }),
    ['console', 'specialist'],
  ),
  'exhibit.list': call(z.object({ hearingId }), z.object({ exhibits: z.array(exhibit).readonly() }), [
    'console',
    'bench',
    'specialist',
  ]),
  /** P36: whether a document that a participant handed in is taken; from the bench the judge's own decision, from the console one by oral order. */
  'exhibit.decide': call(z.object({ exhibitId, isAccepted: z.boolean() }), nothing, ['console', 'specialist', 'bench']),
  /** Begins to send; how far it is and what became of it is seen in the state, in both halls. */
  'exhibit.send': call(z.object({ exhibitId, peerId }), nothing, ['console', 'specialist']),
  /** Ends what goes or comes. */
  'exhibit.cancel': call(nothing, nothing, ['console', 'specialist']),
  /** On the monitors here and, where the hall on the line has the same bytes, there. Another page is shown in the same way. */
  'exhibit.show': call(z.object({ exhibitId, page: exhibitPage }), nothing, ['console', 'specialist']),
  'exhibit.hide': call(nothing, nothing, ['console', 'specialist']),

  'capture.plan': call(nothing, capturePlan, ['recorder', 'call', 'sound-path']),
  'capture.report': call(captureReport, nothing, ['recorder', 'sound-path']),
  /** A window that showed local cameras or meters says that it holds none since this plan. */
  'preview.closed': call(z.object({ planNo: z.int() }), nothing, ['console', 'bench', 'call']),

  /** A one-time ticket for a window that the shell is about to open, or for the command line, which holds the same key. */
  'shell.ticket': call(
    z.object({ window: z.enum(['console', 'bench', 'screen', 'recorder', 'call', 'specialist']) }),
    z.object({ ticket: z.string() }),
    ['shell'],
  ),
  /** What became of a part of the shell: it serves from now on, it died, or it did not answer and was ended. */
  'shell.told': call(
    z.object({ part: shellPart, what: z.enum(['serves', 'died', 'silent']), pid: z.int().nullable() }),
    nothing,
    ['shell'],
  ),
  /** What a print job wants printed; told by `print.asked`. */
  'print.take': call(z.object({ jobId: z.uuid() }), z.object({ html: z.string().nullable() }), ['shell']),
  /** A piece of the PDF, base64, small enough for one frame; an empty last piece means that it was not printed. */
  'print.give': call(z.object({ jobId: z.uuid(), pdf: z.base64().max(200_000), isLast: z.boolean() }), nothing, [
    'shell',
  ]),
} as const;

export type HallCalls = typeof hallCalls;
export type Verb = keyof HallCalls;
/** What the asker writes. */
export type Papers<V extends Verb> = z.input<HallCalls[V]['ask']>;
/** What the hall reads after the check. */
export type Ask<V extends Verb> = z.output<HallCalls[V]['ask']>;
export type Answer<V extends Verb> = z.output<HallCalls[V]['answer']>;

/** What answers each verb; the papers were checked, and the window and its person may ask. */
export type Answerers = { readonly [V in Verb]: (papers: Ask<V>, asker: Asker) => Promise<Outcome<Answer<V>>> };

/** What the hall tells, always in the past tense and safe to lose: after a reconnect the window asks again. */
export const hallEvents = {
  'state.changed': hallState,
  'capture.planned': capturePlan,
  /** To the call window only. */
  'call.signalled': callSignalled,
  /** To the call window only. */
  'signal.ordered': signalOrdered,
  /** To the shell: this process of it runs and does not answer, and is to be ended. */
  'part.silent': z.object({ part: shellPart }),
  /** To the shell: this process of it is to be ended now, whatever it does. */
  'part.unwanted': z.object({ part: shellPart }),
  /** P6: to the shell and the call window, ahead of the state that says the same, because that one is gathered. */
  'session.closed': nothing,
  /** To the console: a button of a panel; what the console itself does, it does on this word. */
  'panel.pressed': panelPressed,
  /** Only the shell can take the job. */
  'print.asked': z.object({ jobId: z.string() }),
  'bundle.progressed': z.object({ doneShare: z.number() }),
  'export.progressed': z.object({ hearingId, doneShare: z.number(), remainingMs: z.number().nullable() }),
} as const;
export type HallEvents = { readonly [Name in keyof typeof hallEvents]: z.output<(typeof hallEvents)[Name]> };

/* Frames of the socket /v1/talk, JSON text. */
export const talkHello = z.object({ hello: z.literal(1), ticket: z.string().max(500) });
export const talkAsk = z.object({ id: z.int(), verb: z.string().max(60), papers: z.unknown().optional() });
/** `resume` replaces the one-time ticket when the socket must be opened again, also after a restart of the hall. */
export type TalkWelcome = Readonly<{ welcome: 1; role: string; resume: string }>;
export type TalkAnswer = Readonly<
  | { id: number; ok: true; answer: unknown }
  | { id: number; ok: false; fault: { key: string; args: Readonly<Record<string, string | number>> } }
>;
export type TalkEvent = Readonly<{ event: keyof HallEvents; body: unknown }>;
