import { createHash } from 'node:crypto';
import { appendFile, mkdir, open, readdir, rm, truncate } from 'node:fs/promises';
import path from 'node:path';
import type { TrackId } from '#domain/ids.ts';
import type { AtUs } from '#domain/record/timeline.ts';
import { mixRate, type RecentMix } from './recent-mix.ts';

const layEverySamples = 5 * mixRate;
/** A microphone may come so much later than another. */
const behindS = 5;
/** A stamp may be off by so much. */
const lateSamples = mixRate / 20;
export const sampleBytes = 2;
const namePattern = /^(\d{12})-([0-9a-f]{16})\.s16$/;

function folderOf(hearingFolder: string): string {
  return path.join(hearingFolder, 'derived', 'mix');
}

function tracksName(tracks: readonly TrackId[]): string {
  return createHash('sha256').update(tracks.toSorted().join(' ')).digest('hex').slice(0, 16);
}

/** Where the mix of these tracks from this sample on lies: mono, 48 kHz, 16 bits, little-endian, nothing else. */
export function laidMixFile(hearingFolder: string, from: number, tracks: readonly TrackId[]): string {
  return path.join(folderOf(hearingFolder), `${String(from).padStart(12, '0')}-${tracksName(tracks)}.s16`);
}

/** What is laid by of these tracks in [fromUs, toUs); null where no file holds all of it. */
export async function readLaidMix(
  hearingFolder: string,
  tracks: readonly TrackId[],
  fromUs: AtUs,
  toUs: AtUs,
): Promise<Int16Array | null> {
  const [from, to] = [fromUs, toUs].map((us) => Math.round((us * mixRate) / 1e6)) as [number, number];
  const wanted = tracksName(tracks);
  for (const name of await readdir(folderOf(hearingFolder)).catch(() => [])) {
    const [, first, of] = namePattern.exec(name) ?? [];
    if (first === undefined || of !== wanted || Number(first) > from) continue;
    const samples = new Int16Array(to - from);
    const handle = await open(path.join(folderOf(hearingFolder), name), 'r');
    try {
      const bytes = new Uint8Array(samples.buffer);
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, (from - Number(first)) * sampleBytes);
      if (bytesRead === bytes.length) return samples;
    } finally {
      await handle.close();
    }
  }
  return null;
}

/** Lays the mix of the last minute by as it goes on, so that any words of the hearing are heard again as fast as the last ones. */
export class MixLayer {
  readonly #recent: RecentMix;
  /** The file that is being written, and where it begins and ends. */
  #open: Readonly<{ hearingFolder: string; file: string; from: number; end: number }> | null = null;
  #dueAt = 0;
  /** Up to here the file of the present hearing holds everything that was heard by then. */
  #laidTo = 0;
  #work: Promise<void> = Promise.resolve();

  constructor(recent: RecentMix) {
    this.#recent = recent;
  }

  /** More was heard, up to this moment of the hearing in that folder. */
  heard(atUs: AtUs, hearingFolder: string): void {
    const at = (atUs * mixRate) / 1e6;
    // A voice that comes when its moment was laid by already is not in it: from there on it is laid by anew, with that voice.
    if (this.#open?.hearingFolder === hearingFolder && at < this.#laidTo - lateSamples) {
      this.#laidTo = Math.floor(at);
      this.#work = this.#work.then(() => this.#takeBack(Math.floor(at))).catch(() => this.#giveUp());
    }
    // A hearing that began anew begins at nought.
    if (at < this.#dueAt && at > this.#dueAt - 2 * layEverySamples) return;
    this.#dueAt = at + layEverySamples;
    this.#lay(hearingFolder, behindS);
  }

  /** Nothing more comes: what is left is laid by too. */
  end(hearingFolder: string): Promise<void> {
    this.#lay(hearingFolder, 0);
    return this.#work;
  }

  /** Leaves the file as it lies; what comes later begins another. */
  async stop(): Promise<void> {
    await this.#work;
    this.#open = null;
  }

  #lay(hearingFolder: string, keptBackS: number): void {
    // Disks that refuse cost only this: the words are then cut out of the record.
    this.#work = this.#work.then(() => this.#write(hearingFolder, keptBackS)).catch(() => this.#giveUp());
  }

  async #write(hearingFolder: string, keptBackS: number): Promise<void> {
    const before = this.#open?.hearingFolder === hearingFolder ? this.#open : null;
    const settled = this.#recent.settled(before?.end ?? 0, keptBackS);
    if (settled === null) return;
    const { from, samples, tracks } = settled;
    const goesOn = before?.end === from && before.file.includes(tracksName(tracks));
    const file = goesOn ? before.file : laidMixFile(hearingFolder, from, tracks);
    if (!goesOn) {
      await mkdir(path.dirname(file), { recursive: true });
      await rm(file, { force: true });
    }
    this.#laidTo = from + samples.length;
    await appendFile(file, new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength));
    this.#open = { hearingFolder, file, from: goesOn ? before.from : from, end: from + samples.length };
  }

  async #takeBack(end: number): Promise<void> {
    const open = this.#open;
    if (open === null || end >= open.end) return;
    if (end <= open.from) return this.#giveUp();
    await truncate(open.file, (end - open.from) * sampleBytes);
    this.#open = { ...open, end };
  }

  async #giveUp(): Promise<void> {
    const file = this.#open?.file;
    this.#open = null;
    // Its end is not known any more.
    if (file !== undefined) await rm(file, { force: true }).catch(() => undefined);
  }
}
