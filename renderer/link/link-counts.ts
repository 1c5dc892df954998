import type { LinkCounts } from '#domain/peers/link-figures.ts';

/** Counters of a peer connection since it was made; one stretch is the difference of two looks. */
type Totals = Omit<LinkCounts, 'overMs' | 'roundTripsMs' | 'roundTrips'>;
type Look = Readonly<{ totals: Totals; roundTripMs: number | null }>;
type Stat = Readonly<Record<string, unknown>>;

/** Reads the counters of `getStats`, entry by entry (W3C webrtc-stats: inbound-rtp, outbound-rtp, remote-inbound-rtp, candidate-pair). */
export function readLook(stats: Iterable<Stat>): Look {
  const all = [...stats];
  const sum = (type: string, name: string, kind?: string): number =>
    all
      .filter((stat) => stat['type'] === type && (kind === undefined || stat['kind'] === kind))
      .reduce((total, stat) => total + (typeof stat[name] === 'number' ? stat[name] : 0), 0);
  const pair = all.find(
    (stat) =>
      stat['type'] === 'candidate-pair' &&
      stat['nominated'] === true &&
      typeof stat['currentRoundTripTime'] === 'number',
  );
  return {
    totals: {
      received: sum('inbound-rtp', 'packetsReceived'),
      receivedLost: sum('inbound-rtp', 'packetsLost'),
      receivedBytes: sum('inbound-rtp', 'bytesReceived') + sum('inbound-rtp', 'headerBytesReceived'),
      framesSeen: sum('inbound-rtp', 'framesDecoded', 'video'),
      freezes: sum('inbound-rtp', 'freezeCount', 'video'),
      frozenMs: sum('inbound-rtp', 'totalFreezesDuration', 'video') * 1000,
      samples: sum('inbound-rtp', 'totalSamplesReceived', 'audio'),
      concealed: sum('inbound-rtp', 'concealedSamples', 'audio'),
      sent: sum('outbound-rtp', 'packetsSent'),
      sentLost: sum('remote-inbound-rtp', 'packetsLost'),
      sentBytes: sum('outbound-rtp', 'bytesSent') + sum('outbound-rtp', 'headerBytesSent'),
      framesSent: sum('outbound-rtp', 'framesSent', 'video'),
    },
    roundTripMs: pair === undefined ? null : Number(pair['currentRoundTripTime']) * 1000,
  };
}

/** What passed between two looks. A counter that went back, as loss does when late packets come, counts nothing. */
export function countsBetween(before: Look, after: Look, overMs: number): LinkCounts {
  const passed: { -readonly [Name in keyof Totals]: number } = { ...after.totals };
  for (const name of Object.keys(passed) as (keyof Totals)[])
    passed[name] = Math.max(0, after.totals[name] - before.totals[name]);
  const { roundTripMs } = after;
  return { ...passed, overMs, roundTripsMs: roundTripMs ?? 0, roundTrips: roundTripMs === null ? 0 : 1 };
}
