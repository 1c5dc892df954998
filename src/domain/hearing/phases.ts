import { fault } from '../faults.ts';
import { done, failed, type Outcome } from '../outcome.ts';

/** Where a hearing stands. Only in `open` and (by the rule-book) `technical-break` may anything be recorded. */
export const hearingPhases = [
  'planned',
  'checked',
  'open',
  'break',
  'technical-break',
  'deliberation',
  'ended',
] as const;
export type HearingPhase = (typeof hearingPhases)[number];

/** Why a hearing stands still: a break, a break for technical reasons (P19), retiring to deliberate (L5). */
export const pauseKinds = ['break', 'technical-break', 'deliberation'] as const;
export type PauseKind = (typeof pauseKinds)[number];

/** Why nobody but a person may let a recorded hearing go on: another boot, or the service was away for too long. */
export const interruptionCauses = ['computer-restarted', 'long-absence'] as const;
export type InterruptionCause = (typeof interruptionCauses)[number];

export type HearingAct =
  'check' | 'open' | 'pause-break' | 'pause-technical-break' | 'pause-deliberation' | 'resume' | 'end' | 'mark';

const allowed: Readonly<Record<HearingPhase, Partial<Record<HearingAct, HearingPhase>>>> = {
  planned: { check: 'checked' },
  checked: { check: 'checked', open: 'open' },
  open: {
    'pause-break': 'break',
    'pause-technical-break': 'technical-break',
    'pause-deliberation': 'deliberation',
    end: 'ended',
    mark: 'open',
  },
  break: { resume: 'open', end: 'ended' },
  'technical-break': { resume: 'open', end: 'ended', mark: 'technical-break', 'pause-deliberation': 'deliberation' },
  deliberation: { resume: 'open', end: 'ended' },
  ended: {},
};

/** The phase after an act, or the refusal that names the phase and the act (L5: resuming is always explicit). */
export function nextPhase(phase: HearingPhase, act: HearingAct): Outcome<HearingPhase> {
  const next = allowed[phase][act];
  return next === undefined ? failed(fault('hearing.wrong-phase', { phase, act })) : done(next);
}

/**
 * Whether anything may be written in this phase. L5: never in deliberation, on any path.
 * A technical break is recorded unless the rule-book says otherwise (P19); an ordinary break is not.
 */
export function mayRecord(
  phase: HearingPhase,
  rules: Readonly<{ recordTechnicalBreak: boolean; recordBreak: boolean }>,
): boolean {
  switch (phase) {
    case 'open':
      return true;
    case 'technical-break':
      return rules.recordTechnicalBreak;
    case 'break':
      return rules.recordBreak;
    case 'planned':
    case 'checked':
    case 'deliberation':
    case 'ended':
      return false;
  }
}
