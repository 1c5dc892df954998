import { createHash } from 'node:crypto';
import { mkdir, open, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import {
  exhibitFormatOf,
  exhibitHeadBytes,
  exhibitParts,
  mostExhibitPixels,
  type ExhibitPaper,
} from '#domain/exhibits/exhibit.ts';
import { fault } from '#domain/faults.ts';
import type { ExhibitId } from '#domain/ids.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { renameWithPatience, syncFolder, type Log } from '../plumbing/index.ts';
import { picturePixels } from './picture-size.ts';

/** What is written goes to the disk in steps, so that the record never waits behind a whole exhibit. */
const syncEveryBytes = 2 * 1024 * 1024;
const windowBytes = 256 * 1024;

/** What was read back from the disk. */
export type SealedExhibit = Pick<ExhibitPaper, 'format' | 'lengthBytes' | 'sha256'>;

/** An exhibit while it is written. */
export type ExhibitFile = Readonly<{
  /** So much lay here when it was opened. */
  lengthBytes: number;
  /** Appends; false when the disk does not take it. */
  write(bytes: Uint8Array): Promise<boolean>;
  /**
   * Reads it back and gives it its name. `expected`: what was announced, null where nothing was. Fails
   * `exhibit.wrong-type`, `exhibit.too-many-pixels`, `exhibit.altered`, `exhibit.unwritable`; then it is gone.
   */
  seal(expected: SealedExhibit | null): Promise<Outcome<SealedExhibit>>;
  /** Lets go of it unless it was sealed; `isKept`: what lies here may be gone on with. */
  leave(isKept: boolean): Promise<void>;
}>;

/** Opens the file of this exhibit for appending, at most `mostBytes` long before it; null when the disk refuses. */
export async function openExhibitFile(
  folder: string,
  exhibitId: ExhibitId,
  mostBytes: number,
  log: Log,
): Promise<ExhibitFile | null> {
  const part = path.join(folder, 'exhibits', `${exhibitId}.part`);
  let handle: FileHandle;
  let lengthBytes: number;
  try {
    await mkdir(path.dirname(part), { recursive: true, mode: 0o700 });
    handle = await open(part, 'a+', 0o600);
    lengthBytes = (await handle.stat()).size;
    if (lengthBytes > mostBytes) await handle.truncate((lengthBytes = 0));
  } catch (error) {
    log.error({ err: error, exhibitId }, 'exhibit-not-opened');
    return null;
  }
  let writtenBytes = lengthBytes;
  let unsyncedBytes = 0;
  let isOpen = true;

  async function leave(isKept: boolean): Promise<void> {
    if (!isOpen) return;
    isOpen = false;
    await handle.close();
    if (!isKept) await rm(part, { force: true });
  }
  async function readAt(at: number, length: number): Promise<Buffer> {
    const bytes = Buffer.alloc(length);
    const { bytesRead } = await handle.read(bytes, 0, length, at);
    return bytes.subarray(0, bytesRead);
  }
  async function readBack(): Promise<Outcome<SealedExhibit>> {
    const hash = createHash('sha256');
    const window = Buffer.allocUnsafe(windowBytes);
    let head: Buffer | null = null;
    let at = 0;
    for (;;) {
      const { bytesRead } = await handle.read(window, 0, window.length, at);
      if (bytesRead === 0) break;
      const read = window.subarray(0, bytesRead);
      head ??= Buffer.from(read.subarray(0, exhibitHeadBytes));
      hash.update(read);
      at += bytesRead;
    }
    const format = head === null ? null : exhibitFormatOf(head);
    const pixels = format === null ? null : await picturePixels(format, readAt);
    if (format === null || pixels === null) return failed(fault('exhibit.wrong-type', {}));
    if (pixels > mostExhibitPixels)
      return failed(fault('exhibit.too-many-pixels', { mostMegapixels: mostExhibitPixels / 1_000_000 }));
    return done({ format, lengthBytes: at, sha256: hash.digest('hex') });
  }
  return {
    lengthBytes,
    async write(bytes) {
      try {
        for (let at = 0; at < bytes.length;) at += (await handle.write(bytes, at)).bytesWritten;
        writtenBytes += bytes.length;
        unsyncedBytes += bytes.length;
        if (unsyncedBytes >= syncEveryBytes) {
          unsyncedBytes = 0;
          await handle.datasync();
        }
        return true;
      } catch (error) {
        log.error({ err: error, exhibitId, writtenBytes }, 'exhibit-not-written');
        return false;
      }
    },
    async seal(expected) {
      try {
        await handle.sync();
        const read = await readBack();
        const refused = !read.ok ? read.fault : isOther(read.value, expected) ? fault('exhibit.altered', {}) : null;
        await leave(refused === null);
        if (!read.ok || refused !== null) return failed(refused ?? fault('exhibit.altered', {}));
        await renameWithPatience(part, path.join(folder, ...exhibitParts({ exhibitId, format: read.value.format })));
        await syncFolder(path.dirname(part));
        return read;
      } catch (error) {
        log.error({ err: error, exhibitId }, 'exhibit-not-sealed');
        await leave(false).catch(() => {});
        return failed(fault('exhibit.unwritable', {}));
      }
    },
    leave,
  };
}

function isOther(read: SealedExhibit, expected: SealedExhibit | null): boolean {
  if (expected === null) return false;
  return (
    read.sha256 !== expected.sha256 || read.lengthBytes !== expected.lengthBytes || read.format !== expected.format
  );
}
