import { PictureCopier } from './picture-copier.ts';
import { sweepMemory } from './sweep-memory.ts';

/* Takes each picture of a camera, gives its buffer back at once and hands on a copy. */

/** `into` comes first and once; cameras may follow one another, the newest counts. */
export type CopyOrder =
  | Readonly<{ do: 'into'; writable: WritableStream<VideoFrame> }>
  | Readonly<{ do: 'show'; readable: ReadableStream<VideoFrame> }>
  | Readonly<{ do: 'stop' }>;

/** Told to the page each second: the camera is open, and nothing has come of it yet. */
export type Awaited = 'awaited';

const awaitedEveryMs = 1000;
const copier = new PictureCopier();
let writer: WritableStreamDefaultWriter<VideoFrame> | null = null;
let reader: ReadableStreamDefaultReader<VideoFrame> | null = null;
/** Ends when the newest camera's pictures do. */
let showing: Promise<void> = Promise.resolve();

sweepMemory({ isPainted: false });
self.onmessage = ({ data }: MessageEvent<CopyOrder>) => {
  switch (data.do) {
    case 'into':
      writer = data.writable.getWriter();
      break;
    case 'show':
      void reader?.cancel();
      showing = handOn((reader = data.readable.getReader()));
      break;
    case 'stop':
      // Not before the picture in its hands is closed, which would keep one of the camera's few buffers.
      void Promise.all([reader?.cancel(), showing]).finally(() => self.close());
      break;
  }
};

async function handOn(pictures: ReadableStreamDefaultReader<VideoFrame>): Promise<void> {
  const waiting = setInterval(() => self.postMessage('awaited' satisfies Awaited), awaitedEveryMs);
  for (let next = await pictures.read(); !next.done; next = await pictures.read()) {
    clearInterval(waiting);
    const frame = next.value;
    const copy = await copier.copyOf(frame);
    if (copy !== frame) frame.close();
    // Whoever sends or paints it may be slower than the camera: the newest picture counts.
    if (writer !== null && (writer.desiredSize ?? 0) > 0) void writer.write(copy).catch(() => copy.close());
    else copy.close();
  }
  clearInterval(waiting);
}
