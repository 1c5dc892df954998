import type { Awaited, CopyOrder } from './copy-worker.ts';
import { sweepSoon } from './sweep-memory.ts';

/** `stop` ends the copy alone; the camera stays the caller's to stop. */
export type CopiedPicture = Readonly<{ track: MediaStreamTrack; stop(): void }>;

/** A picture before its camera is open, and after: `show` may be told another one at any time. */
export type AwaitedPicture = CopiedPicture & Readonly<{ show(camera: MediaStreamTrack): void }>;

/** A picture that can be sent already, and shows its camera once that is open. */
export function awaitedPicture(): AwaitedPicture {
  const worker = new Worker(new URL('./copy-worker.ts', import.meta.url), { type: 'module', name: 'copied-picture' });
  // It knows but one word: that the camera is awaited.
  worker.onmessage = (_word: MessageEvent<Awaited>) => sweepSoon();
  const order = (words: CopyOrder, given: Transferable[] = []): void => worker.postMessage(words, given);
  const track = new MediaStreamTrackGenerator({ kind: 'video' });
  const { writable } = track;
  order({ do: 'into', writable }, [writable]);
  return {
    track,
    show(camera) {
      const { readable } = new MediaStreamTrackProcessor<VideoFrame>({ track: camera, maxBufferSize: 1 });
      order({ do: 'show', readable }, [readable]);
    },
    stop() {
      track.stop();
      order({ do: 'stop' });
      sweepSoon();
    },
  };
}

/**
 * The camera's pictures in memory of our own. Chromium has three buffers a camera for everybody who looks at it (on
 * Linux), so whoever is slow to send or to paint its pictures would make the recorder lose some of the record's.
 */
export function copiedPicture(camera: MediaStreamTrack): CopiedPicture {
  const { track, show, stop } = awaitedPicture();
  show(camera);
  return { track, stop };
}
