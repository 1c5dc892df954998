/**
 * Copies pictures into memory of our own, so that the camera has its buffer back once the frame is closed. By way of one
 * piece of memory for all: fresh memory for each costs twelve times as much, because the system has to lay out every page
 * of it (measured: 1.5 ms for 720p, 0.12 ms so), and it did just where the machine was behind already.
 */
export class PictureCopier {
  #bytes = new Uint8Array(0);

  /**
   * The copy, or the frame itself where it refuses: one in the GPU's memory holds none of the camera's few buffers. One
   * picture after the other: the next is asked for when this one is there.
   */
  async copyOf(frame: VideoFrame): Promise<VideoFrame> {
    const { format, codedWidth, codedHeight, timestamp, displayWidth, displayHeight } = frame;
    if (format === null) return frame;
    const lengthBytes = frame.allocationSize();
    if (this.#bytes.length < lengthBytes) this.#bytes = new Uint8Array(lengthBytes);
    const layout = await frame.copyTo(this.#bytes).catch(() => null);
    if (layout === null) return frame;
    const visible = frame.visibleRect;
    return new VideoFrame(this.#bytes, {
      format,
      codedWidth: visible?.width ?? codedWidth,
      codedHeight: visible?.height ?? codedHeight,
      displayWidth,
      displayHeight,
      timestamp,
      layout,
    });
  }
}
