import { timingSafeEqual } from 'node:crypto';
import { datagramBytes, probeWays, trainNames, type ProbeWay, type TrainName } from '#domain/peers/bandwidth.ts';

/* One datagram: token (16 bytes), kind, way, train (a byte each), number and instant of sending (µs since its train began), big-endian, then zeros. */

export const tokenBytes = 16;
const kinds = ['echo', 'echoed', 'train'] as const;
const echoBytes = 64;

export type ProbeDatagram = Readonly<{
  kind: (typeof kinds)[number];
  way: ProbeWay;
  train: TrainName;
  number: number;
  sentUs: number;
}>;

export function writeDatagram(token: Buffer, { kind, way, train, number, sentUs }: ProbeDatagram): Buffer {
  const bytes = Buffer.alloc(kind === 'train' ? datagramBytes : echoBytes);
  token.copy(bytes);
  bytes.writeUInt8(kinds.indexOf(kind), tokenBytes);
  bytes.writeUInt8(probeWays.indexOf(way), tokenBytes + 1);
  bytes.writeUInt8(trainNames.indexOf(train), tokenBytes + 2);
  bytes.writeUInt32BE(number, tokenBytes + 3);
  bytes.writeUInt32BE(Math.round(sentUs), tokenBytes + 7);
  return bytes;
}

/** Null for everything that does not carry this token and is not written as above. */
export function readDatagram(token: Buffer, bytes: Buffer): ProbeDatagram | null {
  if (bytes.length < echoBytes || !timingSafeEqual(bytes.subarray(0, tokenBytes), token)) return null;
  const kind = kinds[bytes.readUInt8(tokenBytes)];
  const way = probeWays[bytes.readUInt8(tokenBytes + 1)];
  const train = trainNames[bytes.readUInt8(tokenBytes + 2)];
  if (kind === undefined || way === undefined || train === undefined) return null;
  if (kind === 'train' && bytes.length !== datagramBytes) return null;
  return { kind, way, train, number: bytes.readUInt32BE(tokenBytes + 3), sentUs: bytes.readUInt32BE(tokenBytes + 7) };
}
