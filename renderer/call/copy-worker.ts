/* Takes each picture of a camera, gives its buffer back at once and hands on a copy. */

export type FrameStreams = Readonly<{ readable: ReadableStream<VideoFrame>; writable: WritableStream<VideoFrame> }>;

self.onmessage = ({ data }: MessageEvent<FrameStreams>) => void handOn(data);

async function handOn({ readable, writable }: FrameStreams): Promise<void> {
  const writer = writable.getWriter();
  for await (const frame of readable) {
    const copy = await copyOf(frame).finally(() => frame.close());
    // Whoever sends it is slower than the camera: the newest picture counts.
    if ((writer.desiredSize ?? 0) > 0) void writer.write(copy).catch(() => copy.close());
    else copy.close();
  }
}

async function copyOf(frame: VideoFrame): Promise<VideoFrame> {
  const { format, codedWidth, codedHeight, timestamp, displayWidth, displayHeight } = frame;
  const bytes = new Uint8Array(frame.allocationSize());
  const layout = await frame.copyTo(bytes);
  const visible = frame.visibleRect;
  return new VideoFrame(bytes, {
    format: format ?? 'I420',
    codedWidth: visible?.width ?? codedWidth,
    codedHeight: visible?.height ?? codedHeight,
    displayWidth,
    displayHeight,
    timestamp,
    layout,
  });
}
