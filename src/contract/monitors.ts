import { z } from 'zod';
import { layoutChoices, layouts } from '#domain/monitors/layout.ts';
import { call, type Role } from './call.ts';
import { partyId } from './peers.ts';
import { monitorNames } from './shell.ts';

/* What is said of the hall's own monitors and loudspeakers. */

const voice = z.union([partyId, z.literal('hall')]);

export const monitorsShown = z
  .object({
    choice: z.enum(layoutChoices),
    /** What the public's monitors show of it now. */
    layout: z.enum(layouts),
    /** Who is large whoever speaks; null: whoever speaks. */
    spotlight: partyId.nullable(),
    /** Who is heard to speak now or was last; null until somebody was. */
    speaker: voice.nullable(),
    /** The same, but of those on the line only. */
    lastSpeaker: partyId.nullable(),
    /** How loud the hall's loudspeakers play whoever is on the line. */
    volumePercent: z.int().min(0).max(100),
    /** One order mutes everybody on the line. */
    isMutedAll: z.boolean(),
    /** The monitors that windows of the hall stand on, as the shell sees them. */
    standing: z
      .array(z.object({ monitor: z.enum(monitorNames), widthPx: z.int(), heightPx: z.int() }).readonly())
      .readonly(),
    /** Until then, ms of the hall's wall clock, each says in large letters which one it is; null: they do not. */
    namedUntilMs: z.number().nullable(),
  })
  .readonly();
export type MonitorsShown = z.output<typeof monitorsShown>;

const place = z.object({ x: z.int(), y: z.int(), width: z.int(), height: z.int() }).readonly();
/** See `StandingMonitor` of the domain. */
const standingMonitors = z
  .array(
    z
      .object({
        monitor: z.enum(monitorNames),
        wanted: place,
        window: place.nullable(),
        widthPx: z.int(),
        heightPx: z.int(),
        scale: z.number().positive(),
      })
      .readonly(),
  )
  .max(monitorNames.length)
  .readonly();
export type StandingMonitors = z.output<typeof standingMonitors>;

const nothing = z.object({});
const desks: readonly Role[] = ['console', 'specialist'];

export const monitorCalls = {
  /** P35: how the public's monitors are filled, in this hearing and the ones after it; `spotlight` counts for this hearing only. */
  'monitors.arrange': call(
    z.object({ choice: z.enum(layoutChoices), spotlight: partyId.nullable().default(null) }),
    nothing,
    desks,
  ),
  /** In a hearing: nobody on the line is played here or handed on to others any more. Whoever is unmuted alone after it is heard. */
  'line.mute-all': call(z.object({ isMuted: z.boolean() }), nothing, desks),
  /** Remembered. What is recorded does not change. */
  'line.set-volume': call(z.object({ volumePercent: z.int().min(0).max(100) }), nothing, desks),
  /** Has every monitor say which one it is, for half a minute or until it is taken back; not while a hearing is held. */
  'monitors.name': call(z.object({ isNamed: z.boolean() }), nothing, desks),
  /** From the shell: whose display is not there just now, and how the windows stand on the others; without `standing` that has not changed. */
  'shell.displays': call(
    z.object({
      missing: z.array(z.enum(monitorNames)).max(monitorNames.length),
      standing: standingMonitors.optional(),
    }),
    nothing,
    ['shell'],
  ),
} as const;
