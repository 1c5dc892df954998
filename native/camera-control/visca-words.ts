import type { CameraPosition, CameraPush } from './camera-control.ts';

/*
 * VISCA over IP as Sony's command lists describe it: an 8-byte header (type, length, sequence number, big endian)
 * before the words of the serial protocol, which begin with 8x to the camera and 9y from it, and end with FF.
 */
const headerBytes = 8;
const mostPayloadBytes = 16;
export const packetTypes = { command: 0x0100, inquiry: 0x0110, reply: 0x0111, control: 0x0200, controlReply: 0x0201 };

export type ViscaPacket = Readonly<{ type: number; sequence: number; payload: Buffer }>;

export function viscaPacket({ type, sequence, payload }: ViscaPacket): Buffer {
  const bytes = Buffer.alloc(headerBytes + payload.length);
  bytes.writeUInt16BE(type, 0);
  bytes.writeUInt16BE(payload.length, 2);
  bytes.writeUInt32BE(sequence, 4);
  payload.copy(bytes, headerBytes);
  return bytes;
}

/** Null for what is no packet of VISCA over IP. */
export function readViscaPacket(bytes: Buffer): ViscaPacket | null {
  if (bytes.length < headerBytes + 1) return null;
  const length = bytes.readUInt16BE(2);
  if (length < 1 || length > mostPayloadBytes || bytes.length !== headerBytes + length) return null;
  return { type: bytes.readUInt16BE(0), sequence: bytes.readUInt32BE(4), payload: bytes.subarray(headerBytes) };
}

export type ViscaReply =
  | Readonly<{ kind: 'ack' | 'completion' }>
  | Readonly<{ kind: 'answer'; words: Buffer }>
  /** `code` of the serial protocol: 02 syntax, 03 buffer full, 04 cancelled, 05 no socket, 41 not executable. */
  | Readonly<{ kind: 'error'; code: number }>
  /** The camera counts our sequence otherwise: a repeated packet had come already, or it was switched on anew. */
  | Readonly<{ kind: 'out-of-sequence' }>;

/** Null for what we do not know. */
export function readViscaReply({ type, payload }: ViscaPacket): ViscaReply | null {
  if (type === packetTypes.controlReply)
    return payload[0] === 0x0f && payload[1] === 0x01 ? { kind: 'out-of-sequence' } : { kind: 'completion' };
  if (type !== packetTypes.reply || payload[0] !== 0x90 || payload.at(-1) !== 0xff) return null;
  const what = (payload[1] ?? 0) >> 4;
  if (what === 4) return { kind: 'ack' };
  if (what === 5)
    return payload.length <= 3 ? { kind: 'completion' } : { kind: 'answer', words: payload.subarray(2, -1) };
  return what === 6 ? { kind: 'error', code: payload[2] ?? 0 } : null;
}

export const viscaWords = {
  resetSequence: Buffer.from([0x01]),
  askVersion: Buffer.from([0x81, 0x09, 0x00, 0x02, 0xff]),
  askPanTilt: Buffer.from([0x81, 0x09, 0x06, 0x12, 0xff]),
  askZoom: Buffer.from([0x81, 0x09, 0x04, 0x47, 0xff]),
  recall: (memory: number): Buffer => Buffer.from([0x81, 0x01, 0x04, 0x3f, 0x02, memory, 0xff]),
  store: (memory: number): Buffer => Buffer.from([0x81, 0x01, 0x04, 0x3f, 0x01, memory, 0xff]),
  turn: ({ pan, tilt }: CameraPush): Buffer =>
    Buffer.from([
      ...[0x81, 0x01, 0x06, 0x01, speedOf(pan, fastestPan), speedOf(tilt, fastestTilt)],
      ...[wayOf(-pan), wayOf(tilt), 0xff],
    ]),
  zoom: ({ zoom }: CameraPush): Buffer => Buffer.from([0x81, 0x01, 0x04, 0x07, zoomByte(zoom), 0xff]),
};

const fastestPan = 0x18;
const fastestTilt = 0x14;
const fastestZoom = 7;

function speedOf(push: number, fastest: number): number {
  return Math.max(1, Math.round(Math.min(1, Math.abs(push)) * fastest));
}

/** 01 left or up, 02 right or down, 03 neither. */
function wayOf(push: number): number {
  if (push === 0) return 3;
  return push > 0 ? 1 : 2;
}

function zoomByte(push: number): number {
  if (push === 0) return 0;
  return (push > 0 ? 0x20 : 0x30) + Math.round(Math.min(1, Math.abs(push)) * fastestZoom);
}

/** A number of which every byte carries four bits, as VISCA writes them; two's complement over all of them. */
function readNibbles(bytes: Buffer): number {
  const value = bytes.reduce((sum, byte) => sum * 16 + (byte & 0x0f), 0);
  const span = 16 ** bytes.length;
  return value >= span / 2 ? value - span : value;
}

/** Half of the words are pan and half tilt: four each, on newer cameras five and four. Null where they are none of it. */
export function readPanTilt(words: Buffer): Omit<CameraPosition, 'zoom'> | null {
  if (words.length < 8 || words.length > 10) return null;
  const panLength = words.length - 4;
  return { pan: readNibbles(words.subarray(0, panLength)), tilt: readNibbles(words.subarray(panLength)) };
}

export function readZoom(words: Buffer): number | null {
  return words.length === 4 ? words.reduce((sum, byte) => sum * 16 + (byte & 0x0f), 0) : null;
}
