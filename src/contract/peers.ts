import { z } from 'zod';
import type { CallId, HallPeerId } from '#domain/ids.ts';
import { bandwidthVerdicts, probeMethods } from '#domain/peers/bandwidth.ts';
import { participantId } from './participants.ts';
import { callEnds, callSides, callStates, callWays } from '#domain/peers/call.ts';
import { wayFigure } from './way-figure.ts';

/* What is said about other halls and calls to them, between a hall service and its windows. */

export const peerId = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .transform((text) => text as HallPeerId);
/** SHA-256 of a key of a hall. */
export const keyId = peerId;
/** A certificate as PEM; Ed25519 ones have some 600 letters. */
export const certificateText = z.string().max(4096);
/** A file of another hall as it was read, whatever stands in it. */
export const introductionText = z.string().max(100_000);
/** Thirty digits in groups of five, by which two people compare a key. */
export const controlNumberText = z.string().regex(/^\d{5}(?: \d{5}){5}$/);
/** The key by which this hall is known to others from now on. */
export const ownKey = z.object({ controlNumber: controlNumberText, endsAtMs: z.number() }).readonly();
/** Another hall, or a participant's own page. */
export const partyId = z.union([peerId, participantId]);
export const callId = z.uuid().transform((text) => text as CallId);
/** 1 for the first peer connection of a call, one more after every break. */
export const callEpoch = z.int().min(1).max(1_000_000);

export const sdpText = z.string().max(32 * 1024);
export const description = z.object({ type: z.enum(['offer', 'answer']), sdp: sdpText }).readonly();
export const candidate = z
  .object({
    candidate: z.string().max(1000),
    sdpMid: z.string().max(60).nullish(),
    sdpMLineIndex: z.int().min(0).max(100).nullish(),
    usernameFragment: z.string().max(300).nullish(),
  })
  .readonly();

/** A relay for one call and how it lets one in, as browsers take it (RTCIceServer). Never in the hall's state, in a log or in a journal. */
const callRelay = z
  .object({
    urls: z.array(z.string().max(300)).max(4).readonly(),
    username: z.string().max(100),
    credential: z.string().max(100),
  })
  .readonly();
export type CallRelay = z.output<typeof callRelay>;
export const callRelays = z.array(callRelay).max(4).readonly();

const signalPlace = { peerId: partyId, callId, epoch: callEpoch } as const;
/** What the call window hands over for the window of the other hall. */
export const callSignal = z.union([
  z.object({ ...signalPlace, description }).readonly(),
  z.object({ ...signalPlace, candidate }).readonly(),
]);
/**
 * What the other hall's window handed over. `fingerprints` ("SHA-256 AB:CD:…") were signed by the other hall's key;
 * after connecting the window compares them with the certificate that DTLS really saw.
 */
export const callSignalled = z.union([
  z.object({ ...signalPlace, description, fingerprints: z.array(z.string()).readonly() }).readonly(),
  z.object({ ...signalPlace, candidate }).readonly(),
]);
export type CallSignal = z.output<typeof callSignal>;
export type CallSignalled = z.output<typeof callSignalled>;

const count = z.number().min(0).max(1e12);
/** What the call window counted in a stretch of at most some seconds; see `LinkCounts`. */
export const linkCounts = z
  .object({
    ...{ overMs: count, roundTripsMs: count, roundTrips: count },
    ...{
      received: count,
      receivedLost: count,
      receivedBytes: count,
      framesSeen: count,
      freezes: count,
      frozenMs: count,
    },
    ...{ samples: count, concealed: count, sent: count, sentLost: count, sentBytes: count, framesSent: count },
  })
  .readonly();
export const linkFigures = z
  .object({
    overMs: z.number(),
    roundTripMs: z.number().nullable(),
    receive: z
      .object({
        ...{ kbps: z.number(), lostShare: z.number(), framesPerSecond: z.number() },
        ...{ freezes: z.number(), frozenMs: z.number(), concealedShare: z.number() },
      })
      .readonly(),
    send: z.object({ kbps: z.number(), lostShare: z.number(), framesPerSecond: z.number() }).readonly(),
  })
  .readonly();

/** How a voice from the line arrives; see `VoiceFigures`. */
export const voiceFigures = z
  .object({ speechDbfs: z.number().min(-200).max(20), overPauseDb: z.number().min(0).max(200) })
  .readonly();

/**
 * A call as windows see it. The call window goes by `callId` and `epoch`: whenever they change it drops its peer
 * connection to that hall and, on the caller's side, makes a new one that offers.
 */
export const callShown = z
  .object({
    peerId: partyId,
    callId,
    epoch: callEpoch,
    side: z.enum(callSides),
    state: z.enum(callStates),
    sinceMs: z.number(),
    /** Why it is over; null while it lasts. */
    end: z.enum(callEnds).nullable(),
    /** What passed over the link in the last seconds; null before any was counted, and while it is broken. */
    figures: linkFigures.nullable(),
    /** How its voice arrived when it was last heard to speak; null before that. */
    voice: voiceFigures.nullable(),
    way: z.enum(callWays),
  })
  .readonly();

/** What was measured between this hall and another, each way, before a call. */
export const linkMeasured = z
  .object({
    method: z.enum(probeMethods),
    send: wayFigure,
    receive: wayFigure,
    roundTripMs: z.number(),
    leastKbps: z.int(),
    verdict: z.enum(bandwidthVerdicts),
    atMs: z.number(),
  })
  .readonly();

/** A host name or address as a person types it. */
export const hostName = z
  .string()
  .trim()
  .min(1)
  .max(253)
  .regex(/^[0-9A-Za-z.:_-]+$/);
export const portNumber = z.int().min(1).max(65_535);

export const hallAddress = z.object({ host: hostName, port: portNumber }).readonly();
/** What another hall's file says; `dials`: this hall would be the one that dials. */
export const introductionShown = z
  .object({
    court: z.string(),
    hall: z.string(),
    hosts: z.array(z.string()).readonly(),
    port: portNumber.nullable(),
    madeAtMs: z.number(),
    dials: z.boolean(),
    /** A hall of this court and name is paired already, with another key. */
    isNameKnown: z.boolean(),
    controlNumber: controlNumberText,
  })
  .readonly();
export type IntroductionShown = z.output<typeof introductionShown>;
