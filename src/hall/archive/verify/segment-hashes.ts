import { webcrypto } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import type { Segment } from '#domain/journal/entries.ts';

/** One file of the record and what the journal says lies in it. */
export type HashedFile = Readonly<{ file: string; segments: readonly Segment[] }>;

/** Reads and hashes this many segments at once: hashing runs beside reading, on the pool's threads. */
const atOnce = 4;
/** Beyond this a length is no segment's, whoever wrote it. */
const largestSegmentBytes = 512 * 1024 * 1024;

/** The segments whose stored bytes are not those that were journaled, by file. Missing bytes and missing files count as other bytes. */
export async function findChangedSegments(
  files: readonly HashedFile[],
  onBytes: (bytes: number) => void,
): Promise<ReadonlyMap<string, ReadonlySet<Segment>>> {
  const changed = new Map(files.map(({ file }) => [file, new Set<Segment>()]));
  const handles = new Map<string, FileHandle | null>();
  for (const { file } of files) handles.set(file, await open(file, 'r').catch(() => null));
  const orders = files.flatMap(({ file, segments }) => segments.map((segment) => ({ file, segment })));
  let next = 0;
  const work = async (): Promise<void> => {
    for (let order = orders[next++]; order !== undefined; order = orders[next++]) {
      const handle = handles.get(order.file) ?? null;
      const isSame =
        handle !== null &&
        (await hashStretch(handle, order.segment.offsetBytes, order.segment.lengthBytes)) === order.segment.sha256;
      if (!isSame) changed.get(order.file)?.add(order.segment);
      onBytes(order.segment.lengthBytes);
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, work));
  } finally {
    for (const handle of handles.values()) await handle?.close();
  }
  return changed;
}

/** SHA-256, lower-case hex, of a stretch of a file; null when the file ends before it does. */
export async function hashStretch(handle: FileHandle, fromByte: number, lengthBytes: number): Promise<string | null> {
  if (lengthBytes > largestSegmentBytes || lengthBytes < 0 || fromByte < 0) return null;
  const bytes = new Uint8Array(lengthBytes);
  let done = 0;
  while (done < lengthBytes) {
    const { bytesRead } = await handle.read(bytes, done, lengthBytes - done, fromByte + done);
    if (bytesRead === 0) return null;
    done += bytesRead;
  }
  return Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes)).toString('hex');
}
