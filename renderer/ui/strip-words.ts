import type { Alarm, HallState, TrackLamp } from '#contract/papers.ts';
import { faultCatalogue } from '#domain/faults.ts';
import type { HallView } from './hall-view.ts';
import type { WordKey } from './words.tsx';

export type LampShape = 'disc' | 'ring' | 'triangle' | 'unknown';
export type LampShown = Readonly<{ shape: LampShape; word: WordKey; elapsedMs: number | null }>;

/** Shape, word and time of the lamp. The red disc only for fresh news that every wanted track is being written. */
export function lampShown({ state, isFresh }: HallView): LampShown {
  if (state === null || !isFresh) return { shape: 'unknown', word: 'lamp.unknown', elapsedMs: null };
  const { lamp } = state;
  switch (lamp.state) {
    case 'recording':
      return { shape: 'disc', word: 'lamp.recording', elapsedMs: lamp.elapsedMs };
    case 'trouble':
      return { shape: 'triangle', word: 'lamp.trouble', elapsedMs: lamp.elapsedMs };
    case 'starting':
      return { shape: 'ring', word: 'lamp.starting', elapsedMs: null };
    case 'closed':
      return { shape: 'ring', word: 'lamp.closed', elapsedMs: null };
    case 'off':
      return { shape: 'ring', word: 'lamp.off', elapsedMs: null };
  }
}

const levels = ['alarm', 'warning', 'refusal'] as const;

/** The most serious first; among equals the one that stands longest. */
export function sortAlarms(alarms: readonly Alarm[]): readonly Alarm[] {
  const rank = (alarm: Alarm): number => levels.indexOf(faultCatalogue[alarm.fault.key].level);
  return alarms.toSorted((a, b) => rank(a) - rank(b) || a.sinceMs - b.sinceMs);
}

export type StripMood = 'calm' | 'amber' | 'red';

/** Whether the whole strip turns: red when the hall is silent or the record is in danger, amber when a look will do. */
export function stripMood(view: HallView, worst: Alarm | undefined): StripMood {
  if (view.isSilent) return 'red';
  if (view.state === null) return 'calm';
  const level = worst === undefined ? null : faultCatalogue[worst.fault.key].level;
  if (level === 'alarm') return 'red';
  return level === 'warning' || view.state.lamp.state === 'trouble' ? 'amber' : 'calm';
}

const trackRank: Readonly<Record<TrackLamp['state'], number>> = {
  stopped: 0,
  late: 1,
  starting: 2,
  written: 3,
  off: 4,
};

/** The track that a person should hear about, null when all that is wanted is being written. */
export function worstTrack({ lamp }: HallState): TrackLamp | null {
  const worst = lamp.tracks.toSorted((a, b) => trackRank[a.state] - trackRank[b.state])[0];
  return worst === undefined || trackRank[worst.state] > 2 ? null : worst;
}
