import type { AtUs } from '../record/timeline.ts';
import type { PauseKind } from './phases.ts';

export type PauseSeen = Readonly<{
  kind: PauseKind;
  fromUs: AtUs;
  /** Null while it lasts. */
  toUs: AtUs | null;
  recordingGoesOn: boolean;
  byOralOrder: boolean;
  note: string;
  announcedMin: number | null;
}>;
/** P6: a stretch in which the session was closed; `toUs` null while it lasts. */
export type ClosedSession = Readonly<{ fromUs: AtUs; toUs: AtUs | null }>;

/** The pause that lasts now, if any. */
export function lastingPause(view: Readonly<{ pauses: readonly PauseSeen[] }>): PauseSeen | null {
  const last = view.pauses.at(-1);
  return last !== undefined && last.toUs === null ? last : null;
}

/** P6: the closed session that lasts now, if any. */
export function closedSession(view: Readonly<{ closedSessions: readonly ClosedSession[] }>): ClosedSession | null {
  const last = view.closedSessions.at(-1);
  return last !== undefined && last.toUs === null ? last : null;
}

/** All pauses, the lasting one ended here. */
export function endPause(pauses: readonly PauseSeen[], atUs: AtUs): readonly PauseSeen[] {
  return pauses.map((pause) => (pause.toUs === null ? { ...pause, toUs: atUs } : pause));
}

/** All closed sessions, the lasting one ended here. */
export function reopened(sessions: readonly ClosedSession[], atUs: AtUs): readonly ClosedSession[] {
  return sessions.map((each) => (each.toUs === null ? { ...each, toUs: atUs } : each));
}
