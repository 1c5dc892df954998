/**
 * Pedals, key panels and busy lights (P16.1: checked with the rest of the hall).
 * Owns: panels.json (which devices are the hall's and what their buttons are bound to), the program that holds them.
 * Promises: a lamp shows recording only while the recorder's own lamp does, and is put out when the service falls silent; what
 * begins, resumes or ends a hearing is never done by a short press; keyboards, mice and touch screens are never opened.
 * Never does: an act of the court; it tells that a button was pressed. Never journals.
 * Woken by: the devices, actions. Closed by: main.
 */
export type { Panels } from './door.ts';
export type { LightShow } from './lights.ts';
export { openPanels } from './panels.ts';
export type { PressKind } from './press-reader.ts';
