import { PictureCopier } from './picture-copier.ts';
import { sweepMemory } from './sweep-memory.ts';

/* Takes each picture of a camera, gives its buffer back at once and hands on a copy. */

/** `into` comes first and once; cameras may follow one another, the newest counts. */
export type CopyOrder =
  | Readonly<{ do: 'into'; writable: WritableStream<VideoFrame> }>
  | Readonly<{ do: 'show'; readable: ReadableStream<VideoFrame> }>
  | Readonly<{ do: 'stop' }>;

/** Told to the page: another second in which the open camera gave nothing; and that it gives pictures, first or again. */
export type CopyWord = 'silent' | 'comes';

const lookEveryMs = 1000;
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
  let [isSilent, hasCome] = [true, false];
  const looking = setInterval(() => {
    isSilent = !hasCome;
    hasCome = false;
    if (isSilent) self.postMessage('silent' satisfies CopyWord);
  }, lookEveryMs);
  const copier = new PictureCopier();
  try {
    for (let next = await pictures.read(); !next.done; next = await pictures.read()) {
      hasCome = true;
      if (isSilent) self.postMessage('comes' satisfies CopyWord);
      isSilent = false;
      const frame = next.value;
      const copy = await copier.copyOf(frame);
      if (copy !== frame) frame.close();
      // Whoever sends or paints it may be slower than the camera: the newest picture counts.
      if (writer !== null && (writer.desiredSize ?? 0) > 0) void writer.write(copy).catch(() => copy.close());
      else copy.close();
    }
  } finally {
    clearInterval(looking);
  }
}
