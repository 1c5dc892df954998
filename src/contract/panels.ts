import { z } from 'zod';
import { panelActs } from '#domain/panels/panel-acts.ts';
import { call, type Role } from './call.ts';
import { faultPaper } from './fault-paper.ts';

/* What is said of the hall's pedals, key panels and busy lights. */

export const panelAct = z.enum(panelActs);
const panelId = z.uuid();
/** As the system names a device; only ever one of those that the hall told. */
const devicePath = z.string().min(1).max(500);

const panelShown = z
  .object({
    panelId,
    name: z.string(),
    /** Vendor and product in hexadecimal, as they stand in lists of devices: `05f3:00ff`. */
    model: z.string(),
    serial: z.string(),
    port: z.string(),
    /** `refused`: it is plugged in and the system does not let us open it. */
    state: z.enum(['ready', 'gone', 'refused']),
    acts: z.array(panelAct).readonly(),
    /** Of a lamp: whether it takes what it is told (null: not known yet), and whether it goes out when this PC stands still. */
    light: z.object({ isAnswering: z.boolean().nullable(), goesOutAlone: z.boolean() }).readonly().nullable(),
  })
  .readonly();

export const panelsShown = z
  .object({
    panels: z.array(panelShown).readonly(),
    /** Lamps that are plugged in and not the hall's yet. */
    foundLights: z.array(z.object({ path: devicePath, name: z.string(), model: z.string() }).readonly()).readonly(),
    /** The button for this act is being learned: `seen` of `wanted` presses, and how many devices are listened to. */
    learning: z
      .object({ act: panelAct, seen: z.int(), wanted: z.int(), devices: z.int(), remainingMs: z.number() })
      .readonly()
      .nullable(),
    /** How the last learning ended: what was learned, or why not. */
    lastLearned: z
      .object({ act: panelAct, panelId: panelId.nullable(), fault: faultPaper.nullable() })
      .readonly()
      .nullable(),
  })
  .readonly();
export type PanelsShown = z.output<typeof panelsShown>;
export type PanelShown = z.output<typeof panelShown>;

/** A button of a panel was pressed. `fault`: why nothing was done. */
export const panelPressed = z.object({
  act: panelAct,
  how: z.enum(['pressed', 'held', 'too-short']),
  fault: faultPaper.nullable(),
});
export type PanelPressed = z.output<typeof panelPressed>;

const nothing = z.object({});
const desks: readonly Role[] = ['console', 'specialist'];

export const panelCalls = {
  /** The button that is pressed next, on whatever device, is bound to this act; 30 s long. Not in a hearing. */
  'panel.learn': call(z.object({ act: panelAct }), nothing, desks),
  'panel.stop-learning': call(nothing, nothing, desks),
  'panel.unbind': call(z.object({ panelId, act: panelAct }), nothing, desks),
  'panel.forget': call(z.object({ panelId }), nothing, desks),
  'panel.keep-light': call(z.object({ path: devicePath }), nothing, desks),
  /** Shows the blue of the test for two seconds; answers when the lamp took it. Not in a hearing. */
  'panel.test-light': call(z.object({ panelId }), nothing, desks),
} as const;
