import { PictureCopier } from './picture-copier.ts';
import { sweepMemory } from './sweep-memory.ts';

/* Takes each picture of a camera, gives its buffer back at once and hands on a copy. */

export type FrameStreams = Readonly<{ readable: ReadableStream<VideoFrame>; writable: WritableStream<VideoFrame> }>;

sweepMemory({ isPainted: false });
self.onmessage = ({ data }: MessageEvent<FrameStreams>) => void handOn(data);

async function handOn({ readable, writable }: FrameStreams): Promise<void> {
  const copier = new PictureCopier();
  const writer = writable.getWriter();
  for await (const frame of readable) {
    const copy = await copier.copyOf(frame);
    if (copy !== frame) frame.close();
    // Whoever sends or paints it may be slower than the camera: the newest picture counts.
    if ((writer.desiredSize ?? 0) > 0) void writer.write(copy).catch(() => copy.close());
    else copy.close();
  }
}
