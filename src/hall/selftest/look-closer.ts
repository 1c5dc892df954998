import { Worker } from 'node:worker_threads';
import { decodeForFaces, decodeKeyPictures } from './decode-keys.ts';
import type { SizePx } from './judging-picture.ts';
import type { CloseLook, LookOrder } from './look-worker.ts';

/** Looks closely at the key pictures of a chunk log; null when they cannot be decoded. Faces are looked for where there is a model. */
export async function lookCloser(
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
  return inThread({ grey, faces });
}

function inThread(order: LookOrder): Promise<CloseLook> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./look-worker.ts', import.meta.url), { workerData: order });
    worker.on('message', resolve);
    worker.on('error', reject);
    worker.on('exit', (code) => {
      reject(new Error(`the looking thread ended with ${String(code)}`));
    });
  });
}
