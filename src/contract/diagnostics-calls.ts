import { z } from 'zod';
import { checkKinds } from '#domain/check/check-item.ts';
import { inventoryKinds } from '#domain/check/inventory.ts';
import { call } from './call.ts';
import { soundSource } from './capture.ts';
import { checkItem } from './check-papers.ts';

const text = z.string().max(300);

export const deviceSeen = z
  .object({
    kind: z.enum(inventoryKinds),
    ...{ label: text, serial: text, id: text, port: text, version: text },
    figures: z.record(z.string(), z.number()),
  })
  .readonly();
const deviceChange = z.discriminatedUnion('what', [
  z.object({ what: z.enum(['gone', 'added']), device: deviceSeen }).readonly(),
  z.object({ what: z.literal('moved'), device: deviceSeen, fromPort: text }).readonly(),
  z.object({ what: z.literal('changed'), device: deviceSeen, figure: text, from: text, to: text }).readonly(),
]);

/** What the hall has plugged in, how its programs hear it, and what changed since a check last passed. */
export const devicesListed = z
  .object({
    now: z.array(deviceSeen).readonly(),
    /** Null before a check has passed. */
    lastGoodMs: z.number().nullable(),
    changes: z.array(deviceChange).readonly(),
    /** Streams of programs that capture, as the sound server tells them; null where it cannot be asked. */
    routes: z
      .array(z.object({ program: text, source: text }).readonly())
      .readonly()
      .nullable(),
    /** Of what else a single item can be tested. */
    testable: z.array(z.enum(checkKinds)).readonly(),
  })
  .readonly();
export type DevicesListed = z.output<typeof devicesListed>;

/** What is plugged in and whether it is well: verbs of set-up and of the technician. */
export const diagnosticsCalls = {
  'hall.list-sources': call(
    z.object({}),
    z.object({ sources: z.array(soundSource) }),
    ['console', 'specialist'],
    10_000,
  ),
  /** Opens the devices without writing, for the set-up screen; `false` closes them again. */
  'hall.preview': call(z.object({ isWanted: z.boolean() }), z.object({}), ['console', 'specialist']),
  /** Cameras and loudspeakers are seen by windows only; said at every change. */
  'devices.report': call(z.object({ devices: z.array(deviceSeen).max(64).readonly() }), z.object({}), ['console']),
  'devices.list': call(z.object({}), devicesListed, ['console', 'specialist'], 10_000),
  /** Packs logs, versions, card and last findings without anything of people, cases and keys; progress comes as `bundle.progressed`. */
  'logs.bundle': call(
    z.object({}),
    z.object({ path: z.string(), lengthBytes: z.number(), files: z.int() }),
    ['console', 'specialist'],
    120_000,
  ),
  /**
   * Tests one thing alone, once: a microphone or camera by its seat's id over three seconds, anything else by its kind, where an empty
   * subject means all of the kind. Journals nothing. Refused while a hearing is held or a check runs; ended by either.
   */
  'check.item': call(
    z.object({ kind: z.enum(checkKinds), subject: z.string().max(120) }),
    z.object({ items: z.array(checkItem).readonly(), durationMs: z.number() }),
    ['console', 'specialist'],
    60_000,
  ),
} as const;
