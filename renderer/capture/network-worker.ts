import type { LivePicture } from '#contract/pictures.ts';
import { watchPictures } from '#line/watch-pictures.ts';
import { FreshPictures } from './fresh-pictures.ts';
import { sweepMemory } from './sweep-memory.ts';

/* Takes the pictures of one network camera from the hall, decodes them and hands them on, beside the page's script. */

/** The size is the largest, in pixels, and the most a second; a picture keeps its shape. */
export type NetworkOrder = Readonly<{
  address: string;
  token: string;
  size: Readonly<{ width: number; height: number; frameRate: number }>;
  writable: WritableStream<VideoFrame>;
}>;

/** Told to the page: the first picture was handed on; nothing comes any more. */
export type NetworkWord = 'comes' | 'over';

const lookEveryMs = 500;
/** A camera gives pictures all the time; what stands still for longer must not be taken for the present. */
const silentAfterMs = 2000;

sweepMemory({ isPainted: false });
self.onmessage = ({ data }: MessageEvent<NetworkOrder>) => watch(data);

function watch({ address, token, size, writable }: NetworkOrder): void {
  const writer = writable.getWriter();
  const fresh = new FreshPictures(size.frameRate);
  const tell = (word: NetworkWord): void => self.postMessage(word);
  let decoder: VideoDecoder | null = null;
  let described = '';
  let shownMs: number | null = null;

  function hand(frame: VideoFrame): void {
    const isShown = fresh.shows(frame.timestamp) && (writer.desiredSize ?? 0) > 0;
    const handed = isShown ? new VideoFrame(frame, sizeWithin(frame, size)) : null;
    frame.close();
    if (handed === null) return;
    if (shownMs === null) tell('comes');
    shownMs = performance.now();
    void writer.write(handed).catch(() => handed.close());
  }

  function decoderOf(description: Uint8Array): VideoDecoder {
    const made = new VideoDecoder({
      output: hand,
      error() {
        if (decoder === made) decoder = null;
      },
    });
    made.configure({ codec: codecOf(description), description, optimizeForLatency: true });
    return made;
  }

  function take({ atUs, description, bytes }: LivePicture): void {
    const isKey = description !== null;
    // A camera that was set up anew, or a decoder that fell over.
    if (decoder === null || (isKey && description.join() !== described)) {
      fresh.beginAnew();
      if (!isKey) return;
      decoder?.close();
      described = description.join();
      decoder = decoderOf(description);
    }
    const nowUs = performance.now() * 1000;
    if (!fresh.takes({ atUs, isKey, nowUs, waiting: decoder.decodeQueueSize })) return;
    const type = isKey ? 'key' : 'delta';
    decoder.decode(new EncodedVideoChunk({ type, timestamp: Math.round(atUs), data: bytes }));
  }

  watchPictures({ address, token }, { picture: take, over: () => tell('over') });
  setInterval(() => {
    if (shownMs !== null && performance.now() - shownMs > silentAfterMs) tell('over');
  }, lookEveryMs);
}

/** WebCodecs' name of what an avcC describes: profile, constraints and level are its second to fourth byte (ISO/IEC 14496-15). */
function codecOf(description: Uint8Array): string {
  const hex = [...description.subarray(1, 4)].map((byte) => byte.toString(16).padStart(2, '0'));
  return `avc1.${hex.join('')}`;
}

/** Whoever sends it on scales it to what it says of itself, and does so cheaper than a page could. */
function sizeWithin(
  { displayWidth, displayHeight }: VideoFrame,
  { width, height }: NetworkOrder['size'],
): Readonly<{ displayWidth: number; displayHeight: number }> {
  const share = Math.min(1, width / displayWidth, height / displayHeight);
  const even = (px: number): number => Math.max(2, 2 * Math.round((px * share) / 2));
  return { displayWidth: even(displayWidth), displayHeight: even(displayHeight) };
}
