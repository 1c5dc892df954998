/**
 * What passed over a link in a stretch of a call, counted by the call window from the browser's own counters (W3C
 * webrtc-stats). Adds up: two stretches that follow one another are their sum. Nothing is sent to measure it.
 */
export type LinkCounts = Readonly<{
  overMs: number;
  /** The sum of round trips that were seen, and how many. */
  roundTripsMs: number;
  roundTrips: number;
  received: number;
  receivedLost: number;
  receivedBytes: number;
  framesSeen: number;
  freezes: number;
  frozenMs: number;
  /** Samples that were played, and those of them that were made up because nothing had come. */
  samples: number;
  concealed: number;
  sent: number;
  /** As the other side told it. */
  sentLost: number;
  sentBytes: number;
  framesSent: number;
}>;

/** The same in words of a person: shares from 0 to 1. */
export type LinkFigures = Readonly<{
  overMs: number;
  /** Null where nothing came back. */
  roundTripMs: number | null;
  receive: Readonly<{
    kbps: number;
    lostShare: number;
    framesPerSecond: number;
    freezes: number;
    frozenMs: number;
    concealedShare: number;
  }>;
  send: Readonly<{ kbps: number; lostShare: number; framesPerSecond: number }>;
}>;

export const linkQualities = ['good', 'weak', 'bad'] as const;
export type LinkQuality = (typeof linkQualities)[number];

export function addCounts(one: LinkCounts, other: LinkCounts): LinkCounts {
  const sum: { -readonly [Name in keyof LinkCounts]: number } = { ...one };
  for (const name of Object.keys(one) as (keyof LinkCounts)[]) sum[name] += other[name];
  return sum;
}

const share = (part: number, whole: number): number => (whole <= 0 ? 0 : Math.min(1, Math.max(0, part / whole)));
const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

export function figuresOf(counts: LinkCounts): LinkFigures {
  const perSecond = (count: number): number => (counts.overMs <= 0 ? 0 : (count * 1000) / counts.overMs);
  return {
    overMs: Math.round(counts.overMs),
    roundTripMs: counts.roundTrips === 0 ? null : Math.round(counts.roundTripsMs / counts.roundTrips),
    receive: {
      kbps: Math.round((perSecond(counts.receivedBytes) * 8) / 1000),
      lostShare: rounded(share(counts.receivedLost, counts.received + counts.receivedLost), 4),
      framesPerSecond: rounded(perSecond(counts.framesSeen), 1),
      freezes: counts.freezes,
      frozenMs: Math.round(counts.frozenMs),
      concealedShare: rounded(share(counts.concealed, counts.samples), 4),
    },
    send: {
      kbps: Math.round((perSecond(counts.sentBytes) * 8) / 1000),
      lostShare: rounded(share(counts.sentLost, counts.sent), 4),
      framesPerSecond: rounded(perSecond(counts.framesSent), 1),
    },
  };
}

/** Beyond the first of each pair a person notices, beyond the second words are lost; measured with redundant sound (RFC 2198). */
const bounds = { lostShare: [0.05, 0.15], concealedShare: [0.02, 0.1], roundTripMs: [400, 1000] } as const;

function qualityBy(value: number, [weak, bad]: readonly [number, number]): LinkQuality {
  return value > bad ? 'bad' : value > weak ? 'weak' : 'good';
}
const worst = (...all: readonly LinkQuality[]): LinkQuality =>
  linkQualities.toReversed().find((each) => all.includes(each)) ?? 'good';

/** How well the other side is heard here, and we there: so that everybody can say on which way it fails. */
export function judgeLink({
  roundTripMs,
  receive,
  send,
}: LinkFigures): Readonly<{ here: LinkQuality; there: LinkQuality }> {
  const both = qualityBy(roundTripMs ?? 0, bounds.roundTripMs);
  const heard = qualityBy(receive.concealedShare, bounds.concealedShare);
  return {
    here: worst(both, heard, qualityBy(receive.lostShare, bounds.lostShare)),
    there: worst(both, qualityBy(send.lostShare, bounds.lostShare)),
  };
}
