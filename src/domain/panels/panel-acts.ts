/** What a pedal or a key of a panel can be bound to. */
export const panelActs = [
  'mark',
  'repeat-30',
  'play-pause',
  'back-5',
  'mute-all',
  'next-layout',
  'technical-break',
  'resume',
  'start',
  'end',
] as const;
export type PanelAct = (typeof panelActs)[number];

/** A foot rests on a pedal and a sleeve brushes a key: what begins, resumes or ends a hearing acts only when held for so long. */
export const holdMs = 1000;
const heldActs: ReadonlySet<PanelAct> = new Set(['resume', 'start', 'end']);

/** Whether a press does nothing before it lasted for `holdMs`. */
export function mustBeHeld(act: PanelAct): boolean {
  return heldActs.has(act);
}
