/* Just enough EBML (RFC 8794) to write and read Matroska. Sizes are in bytes, integers big-endian. */

/** Matroska element ids (RFC 9559), with their length marker. */
export const ids = {
  ebml: 0x1a45dfa3,
  ebmlVersion: 0x4286,
  ebmlReadVersion: 0x42f7,
  ebmlMaxIdLength: 0x42f2,
  ebmlMaxSizeLength: 0x42f3,
  docType: 0x4282,
  docTypeVersion: 0x4287,
  docTypeReadVersion: 0x4285,
  void: 0xec,
  segment: 0x18538067,
  info: 0x1549a966,
  timestampScale: 0x2ad7b1,
  muxingApp: 0x4d80,
  writingApp: 0x5741,
  tracks: 0x1654ae6b,
  trackEntry: 0xae,
  trackNumber: 0xd7,
  trackUid: 0x73c5,
  trackType: 0x83,
  flagLacing: 0x9c,
  language: 0x22b59c,
  codecId: 0x86,
  codecPrivate: 0x63a2,
  codecDelay: 0x56aa,
  seekPreRoll: 0x56bb,
  video: 0xe0,
  pixelWidth: 0xb0,
  pixelHeight: 0xba,
  audio: 0xe1,
  samplingFrequency: 0xb5,
  channels: 0x9f,
  cluster: 0x1f43b675,
  timestamp: 0xe7,
  simpleBlock: 0xa3,
  blockGroup: 0xa0,
  block: 0xa1,
  referenceBlock: 0xfb,
} as const;

/** One run of bytes out of many. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

function idBytes(id: number): number[] {
  const bytes: number[] = [];
  for (let rest = id; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return bytes;
}

/** An element size in exactly `width` bytes (1 to 8). */
export function sizeBytes(size: number, width: number): number[] {
  const bytes: number[] = [];
  let rest = size;
  for (let index = 0; index < width; index += 1) {
    bytes.unshift(rest % 256);
    rest = Math.floor(rest / 256);
  }
  bytes[0]! |= 0x80 >> (width - 1);
  return bytes;
}

/** An element with a body of ready bytes; `sizeWidth` fixes how many bytes its size takes. */
export function element(id: number, body: Uint8Array | readonly Uint8Array[], sizeWidth?: number): Uint8Array {
  const parts = body instanceof Uint8Array ? [body] : body;
  const size = parts.reduce((sum, part) => sum + part.length, 0);
  const width = sizeWidth ?? (size < 0x7f ? 1 : size < 0x3fff ? 2 : 4);
  return joinBytes([Uint8Array.from([...idBytes(id), ...sizeBytes(size, width)]), ...parts]);
}

/** An unsigned integer element of the fewest bytes, or of `width` bytes. */
export function uintElement(id: number, value: number, width?: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.unshift(rest % 256);
    rest = Math.floor(rest / 256);
  } while (rest > 0 || bytes.length < (width ?? 1));
  return element(id, Uint8Array.from(bytes));
}

/** A 64-bit float element. */
export function floatElement(id: number, value: number): Uint8Array {
  const body = new Uint8Array(8);
  new DataView(body.buffer).setFloat64(0, value);
  return element(id, body);
}

/** An ASCII string element. */
export function textElement(id: number, text: string): Uint8Array {
  return element(
    id,
    Uint8Array.from(text, (letter) => letter.charCodeAt(0)),
  );
}

/** Where an element lies: its body is [bodyAt, bodyAt + size); `size` is null where the writer left it unknown. */
export type ElementHead = Readonly<{ id: number; bodyAt: number; size: number | null }>;

/** Reads the id and size at `at`; null when the bytes end before them, 'bad' when they are no EBML. */
export function readElementHead(bytes: Uint8Array, at: number, end = bytes.length): ElementHead | null | 'bad' {
  if (at >= end) return null;
  const idWidth = Math.clz32(bytes[at]!) - 23;
  if (idWidth > 4) return 'bad';
  if (at + idWidth >= end) return null;
  let id = 0;
  for (let index = 0; index < idWidth; index += 1) id = id * 256 + bytes[at + index]!;
  const sizeAt = at + idWidth;
  const sizeWidth = Math.clz32(bytes[sizeAt]!) - 23;
  if (sizeWidth > 8) return 'bad';
  if (sizeAt + sizeWidth > end) return null;
  let size = bytes[sizeAt]! & (0xff >> sizeWidth);
  let isUnknown = size === 0xff >> sizeWidth;
  for (let index = 1; index < sizeWidth; index += 1) {
    size = size * 256 + bytes[sizeAt + index]!;
    isUnknown &&= bytes[sizeAt + index] === 0xff;
  }
  if (!isUnknown && !Number.isSafeInteger(size)) return 'bad';
  return { id, bodyAt: sizeAt + sizeWidth, size: isUnknown ? null : size };
}

/** Calls `visit` for each child element in [from, to); stops and says false at the first that is broken or cut. */
export function walkElements(
  bytes: Uint8Array,
  from: number,
  to: number,
  visit: (id: number, bodyAt: number, end: number) => void,
): boolean {
  let at = from;
  while (at < to) {
    const head = readElementHead(bytes, at, to);
    if (head === null || head === 'bad' || head.size === null || head.bodyAt + head.size > to) return false;
    visit(head.id, head.bodyAt, head.bodyAt + head.size);
    at = head.bodyAt + head.size;
  }
  return true;
}

/** The unsigned integer in [from, to). */
export function readUint(bytes: Uint8Array, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at += 1) value = value * 256 + bytes[at]!;
  return value;
}
