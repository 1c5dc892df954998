import type { HallPeerId } from '../ids.ts';

export type HallAddress = Readonly<{ host: string; port: number }>;

/** A hall that a person once vouched for, by a code or by comparing its control number; from then on its key is pinned. */
export type PairedHall = Readonly<{
  /** SHA-256 of the key that it had when it was paired; it keeps this id when it renews its key. */
  id: HallPeerId;
  court: string;
  hall: string;
  /** Its self-signed certificate, PEM. */
  certificate: string;
  /** The one that it has announced and not yet been met with; null mostly. Until then both are good. */
  nextCertificate: string | null;
  /** How often it has renewed its key since it was paired. */
  renewals: number;
  /** Where we dial it: the side that dials is fixed at pairing, for ever. Null: it dials us. */
  address: HallAddress | null;
  pairedAtMs: number;
  /** As which hall it knows us: SHA-256 of the key that we had when we were paired. */
  ownId: HallPeerId;
  /** SHA-256 of the newest key of ours that it is known to have pinned. */
  ownKeyId: HallPeerId;
}>;

/** A hall at the moment of pairing. */
export type NewlyPaired = Omit<PairedHall, 'nextCertificate' | 'renewals' | 'ownKeyId'>;

/** Trust begins anew with every pairing: both sides go by the keys that they have now. */
export function newlyPaired(hall: NewlyPaired): PairedHall {
  return { ...hall, nextCertificate: null, renewals: 0, ownKeyId: hall.ownId };
}

/** The certificates of a hall that are good now, the newest last. */
export function pinsOf({ certificate, nextCertificate }: PairedHall): readonly [string, ...string[]] {
  return nextCertificate === null ? [certificate] : [certificate, nextCertificate];
}

/** The newest certificate of a hall: the one that we ask for when we dial it. */
export function newestPin({ certificate, nextCertificate }: PairedHall): string {
  return nextCertificate ?? certificate;
}
