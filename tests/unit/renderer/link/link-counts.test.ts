import { expect, test } from 'vitest';
import { countsBetween, readLook } from '../../../../renderer/link/link-counts.ts';

/* As Chromium gives them; the names are those of W3C webrtc-stats. */
const stats = (at: number): readonly Readonly<Record<string, unknown>>[] => [
  {
    type: 'inbound-rtp',
    kind: 'audio',
    packetsReceived: 50 * at,
    packetsLost: at,
    bytesReceived: 8000 * at,
    headerBytesReceived: 600 * at,
    totalSamplesReceived: 48_000 * at,
    concealedSamples: 480 * at,
  },
  {
    type: 'inbound-rtp',
    kind: 'video',
    packetsReceived: 60 * at,
    packetsLost: 0,
    bytesReceived: 60_000 * at,
    framesDecoded: 15 * at,
    freezeCount: at,
    totalFreezesDuration: 0.2 * at,
  },
  { type: 'outbound-rtp', kind: 'audio', packetsSent: 50 * at, bytesSent: 7000 * at },
  { type: 'outbound-rtp', kind: 'video', packetsSent: 55 * at, bytesSent: 50_000 * at, framesSent: 15 * at },
  { type: 'remote-inbound-rtp', kind: 'audio', packetsLost: 2 * at },
  { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.04 },
  { type: 'candidate-pair', nominated: false, currentRoundTripTime: 9 },
];

test('a stretch is what the counters grew by, sound and picture apart where it matters', () => {
  expect(countsBetween(readLook(stats(2)), readLook(stats(3)), 1000)).toEqual({
    ...{ overMs: 1000, roundTripsMs: 40, roundTrips: 1 },
    ...{
      received: 110,
      receivedLost: 1,
      receivedBytes: 68_600,
      framesSeen: 15,
      freezes: 1,
      frozenMs: expect.closeTo(200) as number,
    },
    ...{ samples: 48_000, concealed: 480, sent: 105, sentLost: 2, sentBytes: 57_000, framesSent: 15 },
  });
});

test('a counter that went back counts nothing, and where no pair is nominated there is no round trip', () => {
  const lost = (packetsLost: number) => readLook([{ type: 'inbound-rtp', kind: 'audio', packetsLost }]);
  expect(countsBetween(lost(7), lost(5), 1000)).toMatchObject({ receivedLost: 0, roundTrips: 0, roundTripsMs: 0 });
});
