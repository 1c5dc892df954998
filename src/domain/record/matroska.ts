import { invariant } from '../outcome.ts';
import { element, floatElement, ids, joinBytes, readUint, textElement, uintElement, walkElements } from './ebml.ts';
import { opusPreSkip } from './opus-head.ts';

/** What a track's frames are and what a decoder must know before the first (avcC or OpusHead). Sound is mono. */
export type TrackCodec =
  | Readonly<{ kind: 'video'; width: number; height: number; codecPrivate: Uint8Array }>
  | Readonly<{ kind: 'audio'; sampleRate: number; codecPrivate: Uint8Array }>;

/** One encoded picture or sound packet. `atUs` is container time: µs on the hearing's time line, not negative. */
export type ChunkFrame = Readonly<{ atUs: number; isKey: boolean; bytes: Uint8Array }>;

/** A frame as it lies in a cluster. `bytes` is a view, not a copy; `byteAt` is its place in the buffer given. */
export type StoredFrame = Readonly<{
  trackNo: number;
  atMs: number;
  isKey: boolean;
  bytes: Uint8Array;
  byteAt: number;
}>;

/** RFC 7845: a decoder started in the middle of Opus needs 80 ms until it sounds right. */
const opusSeekPreRollNs = 80_000_000;
/** Every Matroska time stamp of ours is in whole milliseconds. */
const timestampScaleNs = 1_000_000;
const segmentHead = Uint8Array.of(0x18, 0x53, 0x80, 0x67, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff);
const isKeyFlag = 0x80;

/** The codec id that an epoch's first chunk announces. */
export function codecOf(initChunk: Uint8Array): 'V_MPEG4/ISO/AVC' | 'A_OPUS' {
  return String.fromCharCode(...initChunk.subarray(0, 1024)).includes('A_OPUS') ? 'A_OPUS' : 'V_MPEG4/ISO/AVC';
}

/** The beginning of an epoch's file up to the frame header: EBML header, Segment of unknown size, Info and Tracks. */
export function matroskaHead(trackNo: number, epoch: number, codec: TrackCodec): Uint8Array {
  invariant(Number.isInteger(trackNo) && trackNo >= 1 && trackNo <= 126, 'a track number fits one byte of a block');
  return joinBytes([
    element(ids.ebml, [
      uintElement(ids.ebmlVersion, 1),
      uintElement(ids.ebmlReadVersion, 1),
      uintElement(ids.ebmlMaxIdLength, 4),
      uintElement(ids.ebmlMaxSizeLength, 8),
      textElement(ids.docType, 'matroska'),
      uintElement(ids.docTypeVersion, 4),
      uintElement(ids.docTypeReadVersion, 2),
    ]),
    segmentHead,
    element(ids.info, [
      uintElement(ids.timestampScale, timestampScaleNs),
      textElement(ids.muxingApp, 'Tarazy'),
      textElement(ids.writingApp, 'Tarazy'),
    ]),
    element(ids.tracks, trackEntry(trackNo, epoch, codec)),
  ]);
}

function trackEntry(trackNo: number, epoch: number, codec: TrackCodec): Uint8Array {
  const common = [
    uintElement(ids.trackNumber, trackNo),
    uintElement(ids.trackUid, trackNo * 0x1_0000_0000 + epoch + 1),
    uintElement(ids.trackType, codec.kind === 'video' ? 1 : 2),
    uintElement(ids.flagLacing, 0),
    textElement(ids.language, 'und'),
  ];
  if (codec.kind === 'video') {
    return element(ids.trackEntry, [
      ...common,
      textElement(ids.codecId, 'V_MPEG4/ISO/AVC'),
      element(ids.codecPrivate, codec.codecPrivate),
      element(ids.video, [uintElement(ids.pixelWidth, codec.width), uintElement(ids.pixelHeight, codec.height)]),
    ]);
  }
  const delayNs = Math.round((opusPreSkip(codec.codecPrivate) * 1e9) / 48_000);
  return element(ids.trackEntry, [
    ...common,
    textElement(ids.codecId, 'A_OPUS'),
    element(ids.codecPrivate, codec.codecPrivate),
    uintElement(ids.codecDelay, delayNs),
    uintElement(ids.seekPreRoll, opusSeekPreRollNs),
    element(ids.audio, [floatElement(ids.samplingFrequency, codec.sampleRate), uintElement(ids.channels, 1)]),
  ]);
}

/** A cluster of SimpleBlocks in the order given; its Timestamp is that of the first frame. */
export function cluster(trackNo: number, frames: readonly ChunkFrame[]): Uint8Array {
  const first = frames[0];
  invariant(first !== undefined, 'a cluster holds a frame');
  const baseMs = Math.round(first.atUs / 1000);
  invariant(baseMs >= 0, 'container time counts from the zero of the hearing');
  const parts: Uint8Array[] = [uintElement(ids.timestamp, baseMs, 8)];
  for (const frame of frames) {
    const relativeMs = Math.round(frame.atUs / 1000) - baseMs;
    invariant(relativeMs >= -0x8000 && relativeMs <= 0x7fff, 'a frame lies within 32 s of its cluster');
    // Hundreds a second are made, so no list is built of it: id, size in four bytes, track, time, flags.
    const head = new Uint8Array(9);
    const view = new DataView(head.buffer);
    head[0] = ids.simpleBlock;
    view.setUint32(1, 0x1000_0000 | (frame.bytes.length + 4));
    head[5] = 0x80 | trackNo;
    view.setInt16(6, relativeMs);
    head[8] = frame.isKey ? isKeyFlag : 0;
    parts.push(head, frame.bytes);
  }
  return element(ids.cluster, parts, 8);
}

/**
 * The frames of the cluster that fills [from, to) of `bytes`, as `cluster` wrote it.
 * Null when the bytes there are not one whole cluster of SimpleBlocks without lacing.
 */
export function readCluster(bytes: Uint8Array, from: number, to: number): StoredFrame[] | null {
  const frames: StoredFrame[] = [];
  let strangers = 0;
  let clusters = 0;
  const isWhole = walkElements(bytes, from, to, (id, bodyAt, end) => {
    if (id !== ids.cluster) {
      strangers += 1;
      return;
    }
    clusters += 1;
    let baseMs = 0;
    const isRead = walkElements(bytes, bodyAt, end, (childId, childAt, childEnd) => {
      if (childId === ids.timestamp) baseMs = readUint(bytes, childAt, childEnd);
      else if (childId === ids.simpleBlock) {
        const block = readBlock(bytes, childAt, childEnd, baseMs);
        if (block === null) strangers += 1;
        else frames.push(block);
      }
    });
    if (!isRead) strangers += 1;
  });
  return isWhole && strangers === 0 && clusters === 1 ? frames : null;
}

/** A SimpleBlock's or Block's body (RFC 9559 chapter 10); null with lacing, which nobody here writes. */
export function readBlock(bytes: Uint8Array, from: number, to: number, baseMs: number): StoredFrame | null {
  if (to - from < 4 || (bytes[from]! & 0x80) === 0) return null;
  const flags = bytes[from + 3]!;
  if ((flags & 0x06) !== 0) return null;
  const relativeMs = ((bytes[from + 1]! << 24) | (bytes[from + 2]! << 16)) >> 16;
  return {
    trackNo: bytes[from]! & 0x7f,
    atMs: baseMs + relativeMs,
    isKey: (flags & isKeyFlag) !== 0,
    bytes: bytes.subarray(from + 4, to),
    byteAt: from + 4,
  };
}
