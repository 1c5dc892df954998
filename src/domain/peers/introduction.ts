import type { HallPeerId } from '../ids.ts';
import { canonicalJson } from '../journal/canonical-json.ts';

/** What a hall writes about itself into a file for another hall; decision 0014. */
export type Introduction = Readonly<{
  tarazyHall: 1;
  court: string;
  hall: string;
  /** Its self-signed certificate, PEM. */
  certificate: string;
  /** Where it may be found; without a port it cannot be dialled. */
  hosts: readonly string[];
  port: number | null;
  madeAtMs: number;
}>;

const dayMs = 24 * 3_600_000;
/** A file is taken in within a month, a day of difference between the halls' clocks allowed for. */
export const introductionRules = {
  lifeMs: 30 * dayMs,
  aheadMs: dayMs,
  largestBytes: 16 * 1024,
  mostHosts: 16,
} as const;

/** What the key of the certificate signs. */
export function introductionText(introduction: Introduction): string {
  return canonicalJson(introduction);
}

export function isInTime(madeAtMs: number, nowMs: number): boolean {
  return madeAtMs <= nowMs + introductionRules.aheadMs && nowMs - madeAtMs <= introductionRules.lifeMs;
}

/**
 * The number by which two people compare a key: 30 decimal digits (99 bits) of its SHA-256, in groups of five, because
 * digits are the same in every language and easily read out.
 */
export function controlNumber(keyId: HallPeerId): string {
  const digits = (BigInt(`0x${keyId}`) % 10n ** 30n).toString().padStart(30, '0');
  return digits.replace(/(\d{5})(?=\d)/g, '$1 ');
}

/**
 * Which of two halls that exchange files dials the other, for ever. Each side works it out alone and must find the same: the
 * one that cannot be dialled dials; where both can be, the one of the smaller id; null where neither can be.
 */
export function whoDials(
  one: Readonly<{ id: HallPeerId; isReachable: boolean }>,
  other: Readonly<{ id: HallPeerId; isReachable: boolean }>,
): HallPeerId | null {
  if (!one.isReachable && !other.isReachable) return null;
  if (one.isReachable !== other.isReachable) return one.isReachable ? other.id : one.id;
  return one.id < other.id ? one.id : other.id;
}
