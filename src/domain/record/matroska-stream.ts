import { ids, joinBytes, readElementHead, readUint, walkElements } from './ebml.ts';
import { readBlock } from './matroska.ts';

/** A track as the stream announced it. */
export type StreamTrack = Readonly<{
  trackNumber: number;
  codecId: string;
  codecPrivate: Uint8Array;
  codecDelayNs: number;
  /** 0 for sound. */
  widthPx: number;
  heightPx: number;
}>;
/** One frame of a foreign Matroska stream; `timeMs` as the container says, codec delay still inside. */
export type StreamBlock = Readonly<{ trackNumber: number; timeMs: number; isKey: boolean; bytes: Uint8Array }>;

/** An element beyond this is no live stream of ours. */
const largestElementBytes = 64 * 1024 * 1024;
const containers: ReadonlySet<number> = new Set([ids.segment, ids.cluster]);

/**
 * Reads Matroska as it comes from a pipe (ffmpeg `-f matroska pipe:1`), in pieces of any size. Lacing is not read.
 * `isBroken` turns true at the first byte that is no Matroska; nothing comes after that.
 */
export class MatroskaStream {
  readonly tracks = new Map<number, StreamTrack>();
  isBroken = false;
  #pending: Uint8Array = new Uint8Array(0);
  #timestampScaleNs = 1_000_000;
  #clusterTime = 0;

  /** Takes the next bytes and gives the frames that are whole now, as copies. */
  push(bytes: Uint8Array): StreamBlock[] {
    const all = this.#pending.length === 0 ? bytes : joinBytes([this.#pending, bytes]);
    const blocks: StreamBlock[] = [];
    let at = 0;
    while (!this.isBroken) {
      const head = readElementHead(all, at);
      if (head === null) break;
      if (head === 'bad') {
        this.isBroken = true;
        break;
      }
      if (containers.has(head.id)) {
        at = head.bodyAt;
        continue;
      }
      if (head.size === null || head.size > largestElementBytes) {
        this.isBroken = true;
        break;
      }
      const end = head.bodyAt + head.size;
      if (end > all.length) break;
      this.#readElement(all, head.id, head.bodyAt, end, blocks);
      at = end;
    }
    this.#pending = this.isBroken ? new Uint8Array(0) : new Uint8Array(all.subarray(at));
    return blocks;
  }

  #readElement(bytes: Uint8Array, id: number, from: number, to: number, blocks: StreamBlock[]): void {
    switch (id) {
      case ids.info:
        walkElements(bytes, from, to, (childId, childAt, end) => {
          if (childId === ids.timestampScale) this.#timestampScaleNs = readUint(bytes, childAt, end);
        });
        break;
      case ids.tracks:
        walkElements(bytes, from, to, (childId, childAt, end) => {
          if (childId === ids.trackEntry) this.#readTrack(bytes, childAt, end);
        });
        break;
      case ids.timestamp:
        this.#clusterTime = readUint(bytes, from, to);
        break;
      case ids.simpleBlock:
        this.#addBlock(bytes, from, to, null, blocks);
        break;
      case ids.blockGroup: {
        let refersBack = false;
        const found: [number, number][] = [];
        walkElements(bytes, from, to, (childId, childAt, end) => {
          if (childId === ids.block) found.push([childAt, end]);
          if (childId === ids.referenceBlock) refersBack = true;
        });
        for (const [blockAt, end] of found) this.#addBlock(bytes, blockAt, end, !refersBack, blocks);
        break;
      }
    }
  }

  /** A Block in a group carries no key flag: it is a key frame when it refers to no other. */
  #addBlock(bytes: Uint8Array, from: number, to: number, isKey: boolean | null, blocks: StreamBlock[]): void {
    const block = readBlock(bytes, from, to, this.#clusterTime);
    if (block === null) {
      this.isBroken = true;
      return;
    }
    blocks.push({
      trackNumber: block.trackNo,
      timeMs: (block.atMs * this.#timestampScaleNs) / 1_000_000,
      isKey: isKey ?? block.isKey,
      bytes: new Uint8Array(block.bytes),
    });
  }

  #readTrack(bytes: Uint8Array, from: number, to: number): void {
    let trackNumber = 0;
    let codecId = '';
    let codecPrivate: Uint8Array = new Uint8Array(0);
    let codecDelayNs = 0;
    let [widthPx, heightPx] = [0, 0];
    walkElements(bytes, from, to, (id, bodyAt, end) => {
      if (id === ids.trackNumber) trackNumber = readUint(bytes, bodyAt, end);
      else if (id === ids.codecId) codecId = String.fromCharCode(...bytes.subarray(bodyAt, end)).replace(/\0+$/, '');
      else if (id === ids.codecPrivate) codecPrivate = new Uint8Array(bytes.subarray(bodyAt, end));
      else if (id === ids.codecDelay) codecDelayNs = readUint(bytes, bodyAt, end);
      else if (id === ids.video)
        walkElements(bytes, bodyAt, end, (sizeId, sizeAt, sizeEnd) => {
          if (sizeId === ids.pixelWidth) widthPx = readUint(bytes, sizeAt, sizeEnd);
          else if (sizeId === ids.pixelHeight) heightPx = readUint(bytes, sizeAt, sizeEnd);
        });
    });
    this.tracks.set(trackNumber, { trackNumber, codecId, codecPrivate, codecDelayNs, widthPx, heightPx });
  }
}
