import { useEffect, useState, type RefObject } from 'react';
import { paceFigures, framePace, type FrameCount, type PacePoint } from '#measure/frame-pace.ts';
import { lumaHistogram, type LumaHistogram } from '#measure/histogram.ts';
import { readSharpness, type Sharpness } from '#measure/sharpness.ts';

/** What is seen of a camera right now. */
export type PictureSight = Readonly<{
  luma: LumaHistogram;
  sharpness: Sharpness;
  pace: readonly PacePoint[];
  meanFps: number;
  slowestFps: number;
  widthPx: number;
  heightPx: number;
}>;

export const paceMs = 60_000;
const everyMs = 1000;
/** Small enough to cost little, large enough for an edge to be sharp or not. */
const lookedWidth = 320;

/** Looks at what a video element shows once a second, and counts every picture that comes; null while none does. */
export function usePictureScope(
  video: RefObject<HTMLVideoElement | null>,
  stream: MediaStream | null,
): PictureSight | null {
  const [sight, setSight] = useState<Readonly<{ of: MediaStream; seen: PictureSight }> | null>(null);
  useEffect(() => {
    const element = video.current;
    if (element === null || stream === null) return undefined;
    const paper = new OffscreenCanvas(1, 1);
    const pen = paper.getContext('2d', { willReadFrequently: true });
    let frames = 0;
    let looks: readonly FrameCount[] = [];
    let handle = 0;
    const count = (_nowMs: number, { presentedFrames }: VideoFrameCallbackMetadata): void => {
      frames = presentedFrames;
      handle = element.requestVideoFrameCallback(count);
    };
    handle = element.requestVideoFrameCallback(count);
    const timer = setInterval(() => {
      const { videoWidth: widthPx, videoHeight: heightPx } = element;
      if (pen === null || widthPx === 0) return;
      const atMs = performance.now();
      looks = [...looks.filter((look) => atMs - look.atMs <= paceMs), { atMs, frames }];
      const [width, height] = [lookedWidth, Math.round((lookedWidth * heightPx) / widthPx)];
      if (paper.width !== width || paper.height !== height) Object.assign(paper, { width, height });
      pen.drawImage(element, 0, 0, width, height);
      const luma = greyOf(pen.getImageData(0, 0, width, height).data);
      const figures = paceFigures(looks);
      setSight({
        of: stream,
        seen: {
          luma: lumaHistogram(luma),
          sharpness: readSharpness({ luma, widthPx: width, heightPx: height }),
          pace: framePace(looks),
          ...(figures ?? { meanFps: 0, slowestFps: 0 }),
          ...{ widthPx, heightPx },
        },
      });
    }, everyMs);
    return () => {
      clearInterval(timer);
      element.cancelVideoFrameCallback(handle);
    };
  }, [video, stream]);
  return sight !== null && sight.of === stream ? sight.seen : null;
}

/** Luma of RGBA pixels (ITU-R BT.601, as cameras use it), in whole steps. */
function greyOf(pixels: Uint8ClampedArray): Uint8Array {
  const luma = new Uint8Array(pixels.length / 4);
  for (let at = 0; at < luma.length; at += 1)
    luma[at] = (77 * (pixels[at * 4] ?? 0) + 150 * (pixels[at * 4 + 1] ?? 0) + 29 * (pixels[at * 4 + 2] ?? 0)) >> 8;
  return luma;
}
