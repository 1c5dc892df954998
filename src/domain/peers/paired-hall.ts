import type { HallPeerId } from '../ids.ts';

export type HallAddress = Readonly<{ host: string; port: number }>;

/** A hall that proved once that it knew our code (or we its); from then on its key is pinned. */
export type PairedHall = Readonly<{
  id: HallPeerId;
  court: string;
  hall: string;
  /** Its self-signed certificate, PEM. */
  certificate: string;
  /** Where we dial it: the hall that joined dials, for ever. Null: it dials us. */
  address: HallAddress | null;
  pairedAtMs: number;
}>;
