import { z } from 'zod';
import { exhibitFormats, mostExhibitBytes, mostPages } from '#domain/exhibits/exhibit.ts';
import type { ExhibitId } from '#domain/ids.ts';
import { refusedExhibits } from '#domain/exhibits/transfer.ts';
import { probeMethods, probeWays, trainNames } from '#domain/peers/bandwidth.ts';
import { brokenThing, incidentId, ownCause } from './incident-papers.ts';
import { callId, callEpoch, candidate, certificateText, keyId, sdpText } from './peers.ts';

/* What two hall services say to each other, JSON text. Who speaks is known from TLS and stands in no frame. */

const name = z.string().max(300);
const counter = z.int().min(0);
const described = { callId, epoch: callEpoch, sdp: sdpText, counter, signature: z.string().max(200) } as const;

/**
 * First frame of each side of /v1/link. `counterSeen`: the highest fingerprint counter that was ever accepted from the other;
 * `run` is drawn anew at every start of a service, and what is signed for one run is worth nothing in the next. `yourKey`:
 * the newest key of the other that is pinned here.
 */
export const linkHello = z
  .object({
    hello: z.literal(1),
    court: name,
    hall: name,
    counterSeen: counter,
    run: z.string().regex(/^[0-9a-f]{32}$/),
    yourKey: keyId.optional(),
  })
  .readonly();
export type LinkHello = z.output<typeof linkHello>;

/** What makes the datagrams and the stream of one probe known: 16 random bytes, which also name the probe. */
export const probeToken = z.string().regex(/^[0-9a-f]{32}$/);
const train = { token: probeToken, way: z.enum(probeWays), train: z.enum(trainNames) } as const;
const exhibitId = z.uuid().transform((text) => text as ExhibitId);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** Names one try to send an exhibit and the stream that is dialled for it: 16 random bytes of the hall that sends. */
const exhibitToken = z.string().regex(/^[0-9a-f]{32}$/);
/** Names one question for a report: 16 random bytes of the hall that asks. */
const reportToken = z.string().regex(/^[0-9a-f]{32}$/);
const counted = z.int().min(0).max(1_000_000_000);

/** A month: what is older is no incident of a hearing any more. */
const longestSpanMs = 31 * 24 * 3_600_000;

const keySignature = z.string().max(200);

export const linkFrame = z.discriminatedUnion('say', [
  z.object({ say: z.literal('call.offered'), ...described }).readonly(),
  /** Of the hall that is called, as soon as it rings there: the way is laid before anybody has said yes. */
  z.object({ say: z.literal('call.answered'), ...described, isAccepted: z.boolean() }).readonly(),
  /** "We have said yes": from now on sound and picture are sent. */
  z.object({ say: z.literal('call.accepted'), callId, epoch: callEpoch }).readonly(),
  z.object({ say: z.literal('call.candidate'), callId, epoch: callEpoch, candidate }).readonly(),
  /** "This call stands here": after the link came back, and when it broke here. */
  z.object({ say: z.literal('call.standing'), callId, epoch: callEpoch, isBroken: z.boolean() }).readonly(),
  z
    .object({
      say: z.literal('call.ended'),
      callId,
      why: z.enum(['asked', 'declined', 'busy', 'closed', 'no-answer', 'refused', 'lost']),
    })
    .readonly(),
  /** "I have a new key": both the key that is pinned over there and the new one sign (`renewalText`); decision 0020. */
  z
    .object({
      say: z.literal('key.renewed'),
      certificate: certificateText,
      signature: keySignature,
      proof: keySignature,
    })
    .readonly(),
  /** The new key is pinned, and on disk. */
  z.object({ say: z.literal('key.kept'), keyId }).readonly(),
  /* The measurement of what the path carries. The hall that dials leads it, whichever asked. */
  z.object({ say: z.literal('probe.asked'), token: probeToken }).readonly(),
  /** The hall that is dialled has its UDP port open by now. */
  z.object({ say: z.literal('probe.agreed'), token: probeToken }).readonly(),
  /** From the one who leads: now you send. */
  z.object({ say: z.literal('probe.your-turn'), ...train }).readonly(),
  /** From the receiver of a train or a stream: what it counted, which is the record. */
  z
    .object({
      say: z.literal('probe.counted'),
      ...train,
      count: z
        .object({
          ...{ datagrams: counted, timedDatagrams: counted, timedBytes: counted },
          ...{ spanUs: counted, lateUs: counted, unseenUs: counted },
        })
        .readonly(),
    })
    .readonly(),
  /** From the one who leads: everything is counted. */
  z
    .object({
      say: z.literal('probe.over'),
      token: probeToken,
      method: z.enum(probeMethods),
      roundTripMs: z.number().min(0).max(60_000),
    })
    .readonly(),
  /** It ends without a figure: `busy` refuses it at once, because of a call or another probe. */
  z.object({ say: z.literal('probe.ended'), token: probeToken, why: z.enum(['busy', 'broken']) }).readonly(),
  /* P36: an exhibit. Either hall may send; the hall that dials opens the stream once the other has taken the offer. */
  z
    .object({
      say: z.literal('exhibit.offered'),
      token: exhibitToken,
      paper: z
        .object({
          exhibitId,
          name: z.string().max(300),
          format: z.enum(exhibitFormats),
          lengthBytes: z.int().min(1).max(mostExhibitBytes),
          sha256,
        })
        .readonly(),
    })
    .readonly(),
  /** From the receiver: it has so much of it, from an earlier try, and wants the rest. */
  z
    .object({ say: z.literal('exhibit.taken'), token: exhibitToken, fromByte: z.int().min(0).max(mostExhibitBytes) })
    .readonly(),
  /** From the receiver: it lies there whole and its hash is right. */
  z.object({ say: z.literal('exhibit.received'), token: exhibitToken }).readonly(),
  /** From the receiver, before or after the bytes. */
  z.object({ say: z.literal('exhibit.refused'), token: exhibitToken, why: z.enum(refusedExhibits) }).readonly(),
  /** A person in either hall, or a session that is closed, ends it. */
  z.object({ say: z.literal('exhibit.cancelled'), token: exhibitToken }).readonly(),
  /** "My monitors show this page": the other hall shows the same one of the same bytes. */
  z.object({ say: z.literal('exhibit.shown'), exhibitId, sha256, page: z.int().min(1).max(mostPages) }).readonly(),
  /** Taken off; null: nothing of this hall's is shown, said when the link is up again. */
  z.object({ say: z.literal('exhibit.hidden'), exhibitId: exhibitId.nullable() }).readonly(),
  /**
   * P17, P24, P25: what is out of order in this hall, for the other court; said anew when a time is named or it works again. Spans
   * and not moments, because the clocks of two halls differ. `restoreInMs`: when it is to work again, null while nobody says.
   */
  z
    .object({
      say: z.literal('incident.told'),
      ...{ incidentId, cause: ownCause, thing: brokenThing },
      agoMs: z.number().min(0).max(longestSpanMs),
      restoreInMs: z.number().min(-longestSpanMs).max(longestSpanMs).nullable(),
      isRestored: z.boolean(),
    })
    .readonly(),
  /** It is kept over there, on disk. */
  z.object({ say: z.literal('incident.received'), incidentId }).readonly(),
  /** P22: "your newest check report, please". */
  z.object({ say: z.literal('report.asked'), token: reportToken }).readonly(),
  /** Canonical JSON of it, or null for none; signed for this question by the key that is pinned over there. */
  z
    .object({
      say: z.literal('report.given'),
      token: reportToken,
      report: z.string().max(60_000).nullable(),
      signature: z.string().max(200),
    })
    .readonly(),
]);
export type LinkFrame = z.output<typeof linkFrame>;
export type ProbeFrame = Extract<LinkFrame, { say: `probe.${string}` }>;
export type ExhibitFrame = Extract<LinkFrame, { say: `exhibit.${string}` }>;
export type KeyFrame = Extract<LinkFrame, { say: `key.${string}` }>;
export type IncidentFrame = Extract<LinkFrame, { say: `incident.${string}` }>;
export type ReportFrame = Extract<LinkFrame, { say: `report.${string}` }>;
export type CallFrame = Exclude<LinkFrame, ProbeFrame | ExhibitFrame | KeyFrame | IncidentFrame | ReportFrame>;

const nonce = z.string().regex(/^[0-9a-f]{64}$/);
const proof = z.string().regex(/^[0-9a-f]{64}$/);
/* Pairing, one JSON object a line: joiner's hello, inviter's nonce, joiner's proof, inviter's proof or a refusal. */
export const pairHello = z.object({ pair: z.literal(1), nonce, court: name, hall: name }).readonly();
export const pairNonce = z.object({ nonce }).readonly();
export const pairProof = z.object({ proof }).readonly();
export const pairAnswer = z.union([
  z.object({ proof, court: name, hall: name }).readonly(),
  z.object({ refused: z.enum(['code-wrong', 'code-dead']), triesLeft: z.int() }).readonly(),
]);
