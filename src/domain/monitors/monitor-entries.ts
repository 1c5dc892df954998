import type { PartyId } from '../ids.ts';
import type { AtUs } from '../record/timeline.ts';
import type { LayoutChoice, Voice } from './layout.ts';

/** What a hearing's journal says of the public's monitors and of the loudspeakers. */
export type MonitorBodies = Readonly<{
  /** From here the public's monitors are filled so; also at the hearing's opening, as they were left by the one before. */
  'monitors.arranged': { atUs: AtUs; choice: LayoutChoice; spotlight: PartyId | null };
  /** Who is heard to speak from here on; whoever on the line that is, is the large picture where the layout has one. */
  'monitors.followed': { atUs: AtUs; voice: Voice | null };
  /** Nobody on the line is played or handed on to others any more, or everybody is again. The record has all of them throughout. */
  'line.muted-all': { atUs: AtUs; isMuted: boolean };
  /** How loud this hall's loudspeakers play whoever is on the line, 0 to 100 %. */
  'line.volume-set': { atUs: AtUs; volumePercent: number };
}>;
