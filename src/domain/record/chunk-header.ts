import type { HearingId } from '../ids.ts';
import { invariant } from '../outcome.ts';
import { crc32 } from './crc32.ts';
import type { AtUs } from './timeline.ts';

/** The header element of docs/record-format.md §2 as a whole: `EC E0` and 96 bytes. */
export const headerElementBytes = 98;
export const nullKeyId = '0'.repeat(32);
const headerAt = 2;
const crcAt = 88;
const magic = 0x545a4331;
const zeros = new Uint8Array(4);
const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** What a chunk says of itself. Times are µs on the hearing's line; `sourceUs` is the device's own time stamp. */
export type ChunkHeader = Readonly<{
  kind: 'init' | 'media';
  startsWithKey: boolean;
  /** Container time jumps before this chunk. */
  isJump: boolean;
  seq: number;
  epoch: number;
  firstAtUs: AtUs;
  lastAtUs: AtUs;
  sourceUs: number;
  frames: number;
  /** Bytes of the chunk other than the header element. */
  bodyBytes: number;
  /** 32 hex digits; `nullKeyId` when stored in clear. */
  keyId: string;
  hearingId: HearingId;
  trackNo: number;
}>;

/** The header element with its crc still zero; `sealChunk` sets it once the chunk is whole. */
export function writeHeader(header: ChunkHeader): Uint8Array {
  const bytes = new Uint8Array(headerElementBytes);
  bytes[0] = 0xec;
  bytes[1] = 0xe0;
  const view = new DataView(bytes.buffer, headerAt);
  view.setUint32(0, magic);
  view.setUint8(4, 1);
  view.setUint8(5, header.kind === 'init' ? 0 : 1);
  view.setUint16(6, (header.startsWithKey ? 1 : 0) | (header.isJump ? 2 : 0));
  view.setUint32(8, header.seq);
  view.setUint32(12, header.epoch);
  view.setBigInt64(16, BigInt(Math.round(header.firstAtUs)));
  view.setBigInt64(24, BigInt(Math.round(header.lastAtUs)));
  view.setBigInt64(32, BigInt(Math.round(header.sourceUs)));
  view.setUint32(40, header.frames);
  view.setUint32(44, header.bodyBytes);
  bytes.set(hexBytes(header.keyId), headerAt + 48);
  bytes.set(hexBytes(header.hearingId.replaceAll('-', '')), headerAt + 64);
  view.setUint32(80, header.trackNo);
  return bytes;
}

/** The header element at `at`; null where the bytes do not begin one (of version 1). */
export function readHeader(bytes: Uint8Array, at: number): ChunkHeader | null {
  if (!looksLikeHeader(bytes, at) || at + headerElementBytes > bytes.length) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset + at + headerAt, headerElementBytes - headerAt);
  const kind = view.getUint8(5);
  if (view.getUint8(4) !== 1 || kind > 1) return null;
  const flags = view.getUint16(6);
  return {
    kind: kind === 0 ? 'init' : 'media',
    startsWithKey: (flags & 1) !== 0,
    isJump: (flags & 2) !== 0,
    seq: view.getUint32(8),
    epoch: view.getUint32(12),
    firstAtUs: Number(view.getBigInt64(16)),
    lastAtUs: Number(view.getBigInt64(24)),
    sourceUs: Number(view.getBigInt64(32)),
    frames: view.getUint32(40),
    bodyBytes: view.getUint32(44),
    keyId: hexText(bytes, at + headerAt + 48),
    hearingId: uuidText(hexText(bytes, at + headerAt + 64)),
    trackNo: view.getUint32(80),
  };
}

/** True when the bytes at `at`, as far as there are any, are those that every header begins with. */
export function looksLikeHeader(bytes: Uint8Array, at: number): boolean {
  const wanted = [0xec, 0xe0, 0x54, 0x5a, 0x43, 0x31];
  return wanted.every((byte, index) => at + index >= bytes.length || bytes[at + index] === byte);
}

/** Writes the crc into a whole chunk whose header element stands at `headerElementAt`. */
export function sealChunk(chunk: Uint8Array, headerElementAt: number): void {
  const field = headerElementAt + headerAt + crcAt;
  new DataView(chunk.buffer, chunk.byteOffset).setUint32(field, crcOf(chunk, 0, chunk.length, field));
}

/** Whether the chunk [from, to), whose header element stands at `headerElementAt`, is as it was sealed. */
export function isSealed(bytes: Uint8Array, from: number, to: number, headerElementAt: number): boolean {
  const field = headerElementAt + headerAt + crcAt;
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(field) === crcOf(bytes, from, to, field);
}

function crcOf(bytes: Uint8Array, from: number, to: number, field: number): number {
  return crc32(bytes, field + 4, to, crc32(zeros, 0, 4, crc32(bytes, from, field)));
}

function hexBytes(hex: string): Uint8Array {
  invariant(/^[0-9a-f]{32}$/i.test(hex), '16 bytes are written as 32 hex digits');
  const bytes = new Uint8Array(16);
  for (let at = 0; at < 16; at += 1) bytes[at] = (digitAt(hex, 2 * at) << 4) | digitAt(hex, 2 * at + 1);
  return bytes;
}

function digitAt(hex: string, at: number): number {
  const code = hex.charCodeAt(at);
  return code <= 0x39 ? code - 0x30 : (code | 0x20) - 0x57;
}

function hexText(bytes: Uint8Array, at: number): string {
  let hex = '';
  for (let index = 0; index < 16; index += 1) hex += hexOfByte[bytes[at + index]!]!;
  return hex;
}

function uuidText(hex: string): HearingId {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join(
    '-',
  ) as HearingId;
}
