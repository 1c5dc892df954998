import type { CopyOrder, CopyWord } from './copy-worker.ts';
import { isDecodedHere } from './network-picture.ts';
import { paintedAfterMs, sweepSoon } from './sweep-memory.ts';

/** `stop` ends the copy alone; the camera stays the caller's to stop. */
export type CopiedPicture = Readonly<{ track: MediaStreamTrack; stop(): void }>;

/** A picture before its camera is open, and after: `show` may be told another one at any time. */
export type AwaitedPicture = CopiedPicture & Readonly<{ show(camera: MediaStreamTrack): void }>;

/** A picture that can be sent already, and shows its camera once that is open. `told` hears whether the open camera gives anything. */
export function awaitedPicture(told: (word: CopyWord) => void): AwaitedPicture {
  const worker = new Worker(new URL('./copy-worker.ts', import.meta.url), { type: 'module', name: 'copied-picture' });
  let hasCome = false;
  worker.onmessage = ({ data }: MessageEvent<CopyWord>) => {
    hasCome ||= data === 'comes';
    // One that gave pictures before is pulled out, and no sweep brings it back.
    if (!hasCome) sweepSoon();
    told(data);
  };
  const order = (words: CopyOrder, given: Transferable[] = []): void => worker.postMessage(words, given);
  const track = new MediaStreamTrackGenerator({ kind: 'video' });
  const { writable } = track;
  order({ do: 'into', writable }, [writable]);
  return {
    track,
    show(camera) {
      hasCome = false;
      const { readable } = new MediaStreamTrackProcessor<VideoFrame>({ track: camera, maxBufferSize: 1 });
      order({ do: 'show', readable }, [readable]);
    },
    stop() {
      track.stop();
      order({ do: 'stop' });
      // A sweep stands in the way of what takes the picture's place, and none is late for it: one that is awaited sweeps too.
      sweepSoon(paintedAfterMs);
    },
  };
}

/**
 * The camera's pictures in memory of our own. Chromium has three buffers a camera for everybody who looks at it (on
 * Linux), so whoever is slow to send or to paint its pictures would make the recorder lose some of the record's.
 */
export function copiedPicture(camera: MediaStreamTrack): CopiedPicture {
  if (isDecodedHere(camera)) return { track: camera, stop: () => {} };
  const { track, show, stop } = awaitedPicture(() => {});
  show(camera);
  return { track, stop };
}
