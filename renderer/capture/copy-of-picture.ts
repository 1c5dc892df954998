/**
 * The picture in memory of our own, so that the camera has its buffer back once the frame is closed; the frame itself where
 * it refuses: one in the GPU's memory holds none of the camera's few buffers.
 */
export async function copyOfPicture(frame: VideoFrame): Promise<VideoFrame> {
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
    // Its own from now on, instead of a second copy; TypeScript does not know the word yet.
    ...({ transfer: [bytes.buffer] } as object),
  });
}
