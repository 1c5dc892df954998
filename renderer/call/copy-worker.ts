/* Takes each picture of a camera, gives its buffer back at once and hands on a copy. */

export type FrameStreams = Readonly<{ readable: ReadableStream<VideoFrame>; writable: WritableStream<VideoFrame> }>;

self.onmessage = ({ data }: MessageEvent<FrameStreams>) => void handOn(data);

async function handOn({ readable, writable }: FrameStreams): Promise<void> {
  const writer = writable.getWriter();
  for await (const frame of readable) {
    const copy = await copyOf(frame);
    if (copy !== frame) frame.close();
    // Whoever sends it is slower than the camera: the newest picture counts.
    if ((writer.desiredSize ?? 0) > 0) void writer.write(copy).catch(() => copy.close());
    else copy.close();
  }
}

/** The frame itself where it refuses: one in the GPU's memory holds none of the camera's few buffers. */
async function copyOf(frame: VideoFrame): Promise<VideoFrame> {
  const { format, codedWidth, codedHeight, timestamp, displayWidth, displayHeight } = frame;
  if (format === null) return frame;
  const bytes = new Uint8Array(frame.allocationSize());
  const layout = await frame.copyTo(bytes).catch(() => null);
  if (layout === null) return frame;
  const visible = frame.visibleRect;
  return new VideoFrame(bytes, {
    format,
    codedWidth: visible?.width ?? codedWidth,
    codedHeight: visible?.height ?? codedHeight,
    displayWidth,
    displayHeight,
    timestamp,
    layout,
  });
}
