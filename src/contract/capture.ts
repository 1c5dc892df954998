import { z } from 'zod';
import { faultPaper } from './fault-paper.ts';
import { deviceBinding, videoWanted } from './papers.ts';
import { atUs, hearingId, seatId, trackId } from './values.ts';

/**
 * What the hall wants captured right now. The recorder reconciles itself to the newest plan, so a recorder that
 * was killed needs nothing but the plan to go on.
 *   closed  no device is open at all (L5: deliberation, breaks that are not recorded, outside hearings)
 *   warm    devices are open (the recorder first, so that it fixes size and rate), nothing is written
 *   record  every track is written (also the 10 s of the check)
 */
export const capturePlan = z
  .object({
    planNo: z.int(),
    mode: z.enum(['closed', 'warm', 'record']),
    hearingId: hearingId.nullable(),
    /** Monotonic µs of the hearing's zero; container time stamps count from here. */
    zeroMonotonicUs: z.number().nullable(),
    /** With `closed` after `record`: no frame captured after this moment may be written (L5). */
    cutAtUs: atUs.nullable(),
    tracks: z
      .array(
        z
          .object({
            trackId,
            trackNo: z.int().min(1),
            epoch: z.int().min(1),
            seatId,
            kind: z.enum(['camera', 'microphone']),
            device: deviceBinding,
            /** A microphone as the system knows it now: what it is called, and which of those of that name it is (from 1). */
            among: z
              .object({ label: z.string(), nth: z.int().min(1), of: z.int().min(1) })
              .readonly()
              .optional(),
            video: videoWanted.optional(),
            /** Its raw pictures are not looked at: only to measure what looking costs. */
            isUnwatched: z.literal(true).optional(),
            audioBitrateBps: z.int().optional(),
            /** Opens the chunk socket for this track and epoch; null in `warm`. Survives a restart of the hall service. */
            uplinkToken: z.string().nullable(),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly();
export type CapturePlan = z.output<typeof capturePlan>;
export type PlannedTrack = CapturePlan['tracks'][number];

/** What became of a plan in the recorder: sent when every wanted device is open or every unwanted one is closed. */
export const captureReport = z
  .object({
    planNo: z.int(),
    openDevices: z.int(),
    tracks: z
      .array(
        z
          .object({
            trackId,
            state: z.enum(['open', 'closed', 'failed']),
            fault: faultPaper.nullable(),
            got: z
              .object({
                width: z.number(),
                height: z.number(),
                frameRate: z.number(),
                sampleRate: z.number(),
                label: z.string().max(300),
              })
              .readonly()
              .nullable(),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly();
export type CaptureReport = z.output<typeof captureReport>;

/** A source of the sound server, for binding channels of multichannel interfaces to seats. */
export const soundSource = z
  .object({
    source: z.string(),
    label: z.string(),
    channels: z.int(),
    sampleRate: z.int(),
    /** Empty where the system does not tell them. */
    serial: z.string(),
    port: z.string(),
    isMonitor: z.boolean(),
  })
  .readonly();

/* The chunk socket, ws path /v1/chunks: one socket per track and epoch. Text frames are these JSON messages,
   binary frames are chunks exactly as they are stored (docs/record-format.md). */

/** First frame from the recorder. */
export const uplinkHello = z.object({ hello: z.literal(1), token: z.string().max(500), trackId, epoch: z.int() });
/** From the recorder, any time: asks for the hall's monotonic clock to map its own. */
export const uplinkPing = z.object({ ping: z.number() });
/** From the recorder, again and again: its process lives, although its device may give nothing. */
export const uplinkBeat = z.object({ beat: z.literal(1) });
/** From the recorder: no more chunks of this epoch will come; what was captured since `doubtFromUs` is not what it seems. */
export const uplinkEnd = z.object({
  end: z.literal(1),
  lastSeq: z.int(),
  cause: z.enum(['asked', 'device-lost']),
  doubtFromUs: atUs.optional(),
});
/** From the recorder, while chunks wait: how much, since when, and how much may wait before frames are lost. */
export const uplinkQueue = z.object({
  queue: z.object({
    bytes: z.number().nonnegative(),
    limitBytes: z.number().nonnegative(),
    oldestMs: z.number().nonnegative(),
  }),
});
export type UplinkQueue = z.output<typeof uplinkQueue>['queue'];
/**
 * From the recorder, when it changes, every few seconds and on every connection: whether a camera's raw pictures change at all, and the
 * noise in them, steps of luma, where it was measured: an encoder that is short of bits smooths it away.
 */
export const uplinkSight = z.object({ sight: z.enum(['live', 'frozen']), noise: z.number().nonnegative().optional() });
export const uplinkAsk = z.union([uplinkHello, uplinkPing, uplinkBeat, uplinkQueue, uplinkSight, uplinkEnd]);
export type UplinkAsk = z.output<typeof uplinkAsk>;
export type UplinkSight = z.output<typeof uplinkSight>;
export type UplinkEnd = z.output<typeof uplinkEnd>;

/** `have`: newest chunk on disk, -1 for none; `ack`: chunk is appended and fdatasynced; `ended`: epoch closed; fault: refused for ever. */
export const uplinkAnswer = z.union([
  z.object({ have: z.int() }),
  z.object({ ack: z.int() }),
  z.object({ pong: z.number(), monotonicUs: z.number() }),
  z.object({ ended: z.literal(1) }),
  z.object({ fault: faultPaper }),
]);
export type UplinkAnswer = z.output<typeof uplinkAnswer>;
