import type { FrameStreams } from './copy-worker.ts';

declare const MediaStreamTrackProcessor: new (
  init: Readonly<{ track: MediaStreamTrack; maxBufferSize: number }>,
) => Readonly<{ readable: ReadableStream<VideoFrame> }>;
declare const MediaStreamTrackGenerator: new (
  init: Readonly<{ kind: 'video' }>,
) => MediaStreamTrack & Readonly<{ writable: WritableStream<VideoFrame> }>;

/** `stop` ends the copy alone; the camera stays the caller's to stop. */
export type CopiedPicture = Readonly<{ track: MediaStreamTrack; stop(): void }>;

/** A picture before its camera is open. */
export type AwaitedPicture = CopiedPicture & Readonly<{ show(camera: MediaStreamTrack): void }>;

/** A picture that can be sent already, and shows its camera once that is open. */
export function awaitedPicture(): AwaitedPicture {
  const worker = new Worker(new URL('./copy-worker.ts', import.meta.url), { type: 'module', name: 'copied-picture' });
  const track = new MediaStreamTrackGenerator({ kind: 'video' });
  return {
    track,
    show(camera) {
      const { readable } = new MediaStreamTrackProcessor({ track: camera, maxBufferSize: 1 });
      const { writable } = track;
      worker.postMessage({ readable, writable } satisfies FrameStreams, [readable, writable]);
    },
    stop() {
      track.stop();
      worker.terminate();
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
