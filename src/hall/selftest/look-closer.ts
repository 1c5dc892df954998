import { decodeForFaces, decodeKeyPictures } from './decode-keys.ts';
import type { SizePx } from '#measure/picture.ts';
import type { CloseLook, LookOrder } from './look-worker.ts';
import { openThread, type Thread } from './thread.ts';

export type LookThread = Thread<LookOrder, CloseLook>;

export function openLookThread(): LookThread {
  return openThread(new URL('./look-worker.ts', import.meta.url), null);
}

/** Looks closely at the key pictures of a chunk log; null when they cannot be decoded. Faces are looked for where there is a model. */
export async function lookCloser(
  thread: LookThread,
  ffmpegPath: string,
  file: string,
  size: SizePx,
  modelsFolder: string | null,
): Promise<CloseLook | null> {
  const [grey, colour] = await Promise.all([
    decodeKeyPictures(ffmpegPath, file, size),
    modelsFolder === null ? null : decodeForFaces(ffmpegPath, file, size),
  ]);
  if (grey === null) return null;
  const faces = colour === null || modelsFolder === null ? null : { ...colour, modelsFolder };
  return thread.ask({ grey, faces });
}
