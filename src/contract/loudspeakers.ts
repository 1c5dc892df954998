import { z } from 'zod';
import { call } from './call.ts';
import { faultPaper } from './fault-paper.ts';
import { loudspeaker, seat } from './papers.ts';

/* What the call window is asked to play through the hall's loudspeakers while the hall is checked. */

const lengthS = z.number().positive().max(30);
const amplitude = z.number().positive().max(0.5);
const hz = z.number().min(20).max(24_000);
const signalPart = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('silence'), lengthS }).readonly(),
  z.object({ kind: z.literal('tone'), lengthS, hz, amplitude }).readonly(),
  z.object({ kind: z.literal('sweep'), lengthS, fromHz: hz, toHz: hz, amplitude }).readonly(),
  z
    .object({ kind: z.literal('beeps'), lengthS, everyS: lengthS, beepS: lengthS, hz, amplitude })
    .refine(({ everyS, beepS }) => beepS < everyS)
    .readonly(),
  z.object({ kind: z.literal('stipa'), lengthS, rms: amplitude, seed: z.int() }).readonly(),
]);
const signalId = z.uuid();

/** What a microphone gave a call, echo and noise taken away, dBFS: while something was played, and in the rest before it. */
const heardProcessed = z
  .object({ seatId: seat.unwrap().shape.id, playedDbfs: z.number(), restDbfs: z.number() })
  .readonly();
export type HeardProcessed = z.output<typeof heardProcessed>;

/**
 * To the call window: play this once; at most one sounds at a time. Without a loudspeaker it is played as a voice of the line is, and
 * `listeners` are microphones that hear it as a call would send them.
 */
export const signalOrdered = z.object({
  signalId,
  loudspeaker: loudspeaker.nullable(),
  signal: z.array(signalPart).max(16).readonly(),
  listeners: z.array(seat).max(32).readonly(),
});
export type SignalOrder = z.output<typeof signalOrdered>;

export const loudspeakerCalls = {
  /** From the call window: the signal begins to sound now, has ended, or cannot be played. */
  'signal.told': call(
    z.object({
      signalId,
      what: z.enum(['began', 'ended', 'failed']),
      fault: faultPaper.nullable(),
      /** From being given to the system until it sounds, as the browser knows it. */
      outLatencyMs: z.number().min(0).max(5000),
      heard: z.array(heardProcessed).max(32).readonly().default([]),
    }),
    z.object({}),
    ['call'],
  ),
} as const;
export type SignalWord = z.output<(typeof loudspeakerCalls)['signal.told']['ask']>;
