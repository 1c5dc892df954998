import { measureLevels } from '#measure/levels.ts';
import { judgePlace, nothingKnown, pictureSize, type PlaceVerdict } from './judge-place.ts';

const stretchS = 0.4;
/** What is told is about the last ten seconds. */
const stretchesKept = 25;
/** Firefox gives no samples to whoever has no loudspeaker; by then it would have begun. */
const heardWithin = 12;
/** The most that an analyser gives at once: 0.68 s at 48 kHz. */
const analysedSamples = 32_768;

/**
 * Looks and listens by what this page has opened, on this device alone: nothing of it is kept or sent. `video` shows the
 * stream. Returns the way to stop.
 */
export function watchPlace(
  stream: MediaStream,
  video: HTMLVideoElement,
  tell: (verdict: PlaceVerdict) => void,
): () => void {
  const pictures: Uint8Array[] = [];
  const levelsDbfs: number[] = [];
  const ear = stream.getAudioTracks().length === 0 ? null : openEar(stream);
  const eye = openEye(video);
  let verdict = nothingKnown;
  let unheard = 0;
  const timer = setInterval(() => {
    keep(pictures, eye());
    const level = ear?.level() ?? null;
    keep(levelsDbfs, level);
    unheard = level === null ? unheard + 1 : 0;
    const sound = ear === null ? 'none' : unheard >= heardWithin ? 'unheard' : levelsDbfs;
    verdict = judgePlace({ pictures, levelsDbfs: sound }, verdict);
    tell(verdict);
  }, stretchS * 1000);
  return () => {
    clearInterval(timer);
    ear?.close();
  };
}

function keep<Kept>(all: Kept[], newest: Kept | null): void {
  if (newest === null) return;
  all.push(newest);
  if (all.length > stretchesKept) all.shift();
}

/** Gives the picture that is shown now; null while there is none. */
function openEye(video: HTMLVideoElement): () => Uint8Array | null {
  const canvas = document.createElement('canvas');
  const { widthPx, heightPx } = pictureSize;
  Object.assign(canvas, { width: widthPx, height: heightPx });
  const context = canvas.getContext('2d', { willReadFrequently: true });
  return () => {
    if (context === null || video.videoWidth === 0) return null;
    context.drawImage(video, 0, 0, widthPx, heightPx);
    const { data } = context.getImageData(0, 0, widthPx, heightPx);
    return Uint8Array.from({ length: widthPx * heightPx }, (_, at) => {
      const [red = 0, green = 0, blue = 0] = data.subarray(4 * at, 4 * at + 3);
      // Brightness by ITU-R BT.601.
      return 0.299 * red + 0.587 * green + 0.114 * blue;
    });
  };
}

function openEar(stream: MediaStream): Readonly<{ level(): number | null; close(): void }> {
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: analysedSamples });
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analysedSamples);
  return {
    level() {
      if (context.state !== 'running') {
        // Some browsers begin still, although it was asked for by a touch, or stand still after a telephone call.
        void context.resume().catch(() => undefined);
        return null;
      }
      analyser.getFloatTimeDomainData(samples);
      return measureLevels(samples.slice(-stretchS * context.sampleRate), context.sampleRate).rmsDbfs;
    },
    close: () => void context.close().catch(() => undefined),
  };
}
