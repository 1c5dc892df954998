import { openSync, readdirSync, readSync } from 'node:fs';
import path from 'node:path';
import { scanChunks } from '#domain/record/chunk.ts';
import { isSecondTrack, seatOfTrack } from '#domain/seats.ts';
import type { TrackId } from '#domain/ids.ts';

type Log = { readonly seat: string; readonly handle: number; readTo: number };

/**
 * Reads a hearing's chunk logs again and again for itself: up to where each seat is on disk, µs of the hearing, by the
 * newer of its two ways. Reads only what is new, because the machine that is watched is also the one that records.
 */
export class WrittenTruth {
  readonly #tracksFolder: string;
  readonly #logs = new Map<string, Log>();
  readonly #writtenToUs = new Map<string, number>();
  readonly #bytes = Buffer.alloc(4 * 1024 * 1024);

  constructor(hearingFolder: string) {
    this.#tracksFolder = path.join(hearingFolder, 'tracks');
  }

  look(): ReadonlyMap<string, number> {
    this.#find();
    for (const log of this.#logs.values()) this.#read(log);
    return this.#writtenToUs;
  }

  #find(): void {
    for (const trackId of readdirSync(this.#tracksFolder) as TrackId[]) {
      for (const name of readdirSync(path.join(this.#tracksFolder, trackId))) {
        const file = path.join(this.#tracksFolder, trackId, name);
        if (!name.endsWith('.mkv') || this.#logs.has(file)) continue;
        const seat = isSecondTrack(trackId) ? String(seatOfTrack(trackId)) : trackId;
        this.#logs.set(file, { seat, handle: openSync(file, 'r'), readTo: 0 });
      }
    }
  }

  #read(log: Log): void {
    const length = readSync(log.handle, this.#bytes, 0, this.#bytes.length, log.readTo);
    if (length === 0) return;
    const from = log.readTo;
    for (const chunk of scanChunks(this.#bytes.subarray(0, length))) {
      if (chunk.state !== 'whole') return;
      log.readTo = from + chunk.offsetBytes + chunk.lengthBytes;
      if (chunk.header.kind !== 'media') continue;
      this.#writtenToUs.set(log.seat, Math.max(this.#writtenToUs.get(log.seat) ?? 0, chunk.header.lastAtUs));
    }
  }
}
