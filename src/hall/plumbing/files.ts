import { constants, readdirSync, rmSync } from 'node:fs';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';

const leftoverPattern = /\.part-\d+-\d+$/;
let partNumber = 0;
/** A write to such a file is on the disk when it returns, as with fdatasync behind it, for one wait instead of two. Windows' Node has no such word. */
const isSyncedByWrite = process.platform !== 'win32';
const appending = isSyncedByWrite
  ? constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY | constants.O_DSYNC
  : 'a';

/**
 * Replaces a file so that after a power cut either the old or the new content stands, never a mixture.
 * Throws what the file system throws (disk full, no right).
 */
export async function writeFileAtomically(file: string, content: Uint8Array | string, mode = 0o644): Promise<void> {
  partNumber += 1;
  const part = `${file}.part-${String(process.pid)}-${String(partNumber)}`;
  const handle = await open(part, 'wx', mode);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await renameWithPatience(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  await syncFolder(path.dirname(file));
}

/** Removes what an interrupted `writeFileAtomically` left in a folder. */
export function removeLeftovers(folder: string): void {
  for (const name of readdirSync(folder))
    if (leftoverPattern.test(name)) rmSync(path.join(folder, name), { force: true });
}

/** Windows refuses a rename for a moment while a virus scanner or indexer holds the file. */
export async function renameWithPatience(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (attempt >= 20 || (code !== 'EBUSY' && code !== 'EPERM' && code !== 'EACCES')) throw error;
      await new Promise((resolve) => setTimeout(resolve, 25 * attempt));
    }
  }
}

/** Makes a new name in a folder survive a power cut. Windows has no such call and needs none. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A file that only grows. What `append` resolved for is on the disk, not only in the cache. Appends must be awaited one after another. */
export class AppendFile {
  readonly #handle: FileHandle;
  #lengthBytes: number;

  private constructor(handle: FileHandle, lengthBytes: number) {
    this.#handle = handle;
    this.#lengthBytes = lengthBytes;
  }

  /** Opens for appending, with its folder if need be. Throws what the file system throws. */
  static async open(file: string): Promise<AppendFile> {
    // Nothing here waits for the disk but the file's own owner: a disk that stands still must not hold the whole service.
    await mkdir(path.dirname(file), { recursive: true });
    const handle = await open(file, appending);
    const { size } = await handle.stat();
    if (size === 0) {
      await syncFolder(path.dirname(file));
      await syncFolder(path.dirname(path.dirname(file)));
    }
    return new AppendFile(handle, size);
  }

  get lengthBytes(): number {
    return this.#lengthBytes;
  }

  /**
   * Appends and waits for the disk. When the write fails half-way (disk full) the file is cut back to where it
   * was, so that a later append never follows a torn one; then the error is thrown on.
   */
  async append(bytes: Uint8Array): Promise<void> {
    try {
      let done = 0;
      while (done < bytes.length) done += (await this.#handle.write(bytes, done)).bytesWritten;
      if (!isSyncedByWrite) await this.#handle.datasync();
      this.#lengthBytes += bytes.length;
    } catch (error) {
      await this.#handle.truncate(this.#lengthBytes).catch(() => {});
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}
