import type { HallPeerId } from '../ids.ts';
import { canonicalJson } from '../journal/canonical-json.ts';

/** A code is read out over the telephone once and is worth nothing afterwards. */
export const pairingRules = { digits: 9, lifeMs: 5 * 60_000, tries: 3 } as const;

/** A code that is shown and not yet used; `code` is its nine digits. */
export type Invitation = Readonly<{ code: string; expiresAtMs: number; triesLeft: number }>;

/** A fresh invitation; `random` is uniform in [0, 10^9). */
export function invite(random: number, nowMs: number): Invitation {
  return {
    code: String(random).padStart(pairingRules.digits, '0'),
    expiresAtMs: nowMs + pairingRules.lifeMs,
    triesLeft: pairingRules.tries,
  };
}

/** Nine digits as they are shown and read out: 123-456-789. */
export function showCode(code: string): string {
  return code.replace(/(\d{3})(?=\d)/g, '$1-');
}

/** The digits of a code as a person typed it, with or without hyphens and spaces; null when it is no code. */
export function readCode(typed: string): string | null {
  const digits = typed.replace(/[\s-]/g, '');
  return /^\d{9}$/.test(digits) ? digits : null;
}

/** Takes one try away before the answer is looked at; null when the code is dead or too old for another. */
export function spendTry(invitation: Invitation | null, nowMs: number): Invitation | null {
  if (invitation === null || invitation.triesLeft <= 0 || nowMs >= invitation.expiresAtMs) return null;
  return { ...invitation, triesLeft: invitation.triesLeft - 1 };
}

/**
 * What each side proves with the key made of the code: both certificates, both nonces and its own name, so that a proof
 * is worth nothing on any other connection, and neither side's proof can be given back to it.
 */
export function pairingText(
  side: 'joiner' | 'inviter',
  said: Readonly<{
    inviterId: HallPeerId;
    joinerId: HallPeerId;
    inviterNonce: string;
    joinerNonce: string;
    court: string;
    hall: string;
  }>,
): string {
  return canonicalJson({ pairing: 'v1', side, ...said });
}
