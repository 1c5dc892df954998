import type { UplinkSight } from '#contract/capture.ts';
import { readGrain } from '#measure/grain.ts';
import { frameDifference, isDark, sameBelow } from '#measure/picture.ts';
import type { GreyPicture } from '#measure/sharpness.ts';

const lookEveryUs = 500_000;
/** A real sensor has noise even in an empty hall, so that two raw pictures are never the same for so long. */
const frozenAfterUs = 3_000_000;
/** Three columns of the picture tell as much as all of it, and copying them costs a tenth. */
const columns = 3;
const columnWidth = 64;
/** Every so many pixels across and down: some ten thousand of 720p. */
const sampleEvery = 4;
/** Noise is measured at each so many looks: it changes with the light. */
const grainEvery = 8;

/**
 * Tells a frozen camera by its raw pictures; after encoding even a live still scene may come out the same. A black one
 * is not called frozen: what is wrong with it is told by its name elsewhere.
 */
export class StillWatch {
  readonly #changed: (sight: UplinkSight) => void;
  #before: Uint8Array | null = null;
  #sameSinceUs: number | null = null;
  #dueUs = -Infinity;
  #isLooking = false;
  #looks = 0;
  #sight: UplinkSight | null = null;

  constructor(changed: (sight: UplinkSight) => void) {
    this.#changed = changed;
  }

  /** Null until something is known. */
  get sight(): UplinkSight | null {
    return this.#sight;
  }

  /** Looks at a picture twice a second; whoever hands it over goes on with it at once. */
  look(frame: VideoFrame): void {
    // Another device may count from another zero.
    const isEarly = frame.timestamp < this.#dueUs && frame.timestamp > this.#dueUs - lookEveryUs;
    if (isEarly || this.#isLooking) return;
    this.#dueUs = frame.timestamp + lookEveryUs;
    this.#isLooking = true;
    const copy = frame.clone();
    void sampleOf(copy).then((sample) => {
      copy.close();
      this.#isLooking = false;
      if (sample === null) return;
      this.take(sample.luma, copy.timestamp);
      if (this.#looks % grainEvery === 1) this.#tellNoise(readGrain(sample.column));
      this.#looks += 1;
    });
  }

  /** Compares sampled brightness with that of half a second before. */
  take(luma: Uint8Array, atUs: number): void {
    const before = this.#before;
    this.#before = luma;
    if (before === null) return;
    const isSame = before.length === luma.length && frameDifference(before, luma) < sameBelow && !isDark(luma);
    if (!isSame) {
      this.#sameSinceUs = null;
      this.#tell('live');
      return;
    }
    this.#sameSinceUs ??= atUs - lookEveryUs;
    if (atUs - this.#sameSinceUs >= frozenAfterUs) this.#tell('frozen');
  }

  #tell(sight: UplinkSight['sight']): void {
    if (sight === this.#sight?.sight) return;
    this.#sight = { ...this.#sight, sight };
    this.#changed(this.#sight);
  }

  #tellNoise(noise: number): void {
    if (this.#sight === null) return;
    this.#sight = { ...this.#sight, noise };
    this.#changed(this.#sight);
  }
}

/** Every so many pixels of three columns, and the middle one of them as it is. */
type Sample = Readonly<{ luma: Uint8Array; column: GreyPicture }>;

/** Null for pictures that cannot be copied out of the graphics card: nothing is said of them. */
async function sampleOf(frame: VideoFrame): Promise<Sample | null> {
  const seen = frame.visibleRect;
  if (seen === null) return null;
  // Two pixels share their colour, so a stretch begins and ends at an even one.
  const width = 2 * Math.floor(Math.min(columnWidth, seen.width) / 2);
  const height = 2 * Math.floor(seen.height / 2);
  const [across, down] = [Math.floor(width / sampleEvery), Math.floor(height / sampleEvery)];
  const sampled = new Uint8Array(columns * across * down);
  const whole = new Uint8Array(width * height);
  try {
    for (let column = 0; column < columns; column += 1) {
      const x = seen.x + 2 * Math.floor(((seen.width - width) * (column + 0.5)) / columns / 2);
      const rect = { x, y: seen.y, width, height };
      const bytes = new Uint8Array(frame.allocationSize({ rect }));
      const [luma] = await frame.copyTo(bytes, { rect });
      if (luma === undefined) return null;
      for (let at = 0; at < across * down; at += 1) {
        const row = Math.floor(at / across) * sampleEvery;
        sampled[column * across * down + at] =
          bytes[luma.offset + row * luma.stride + (at % across) * sampleEvery] ?? 0;
      }
      if (column !== Math.floor(columns / 2)) continue;
      for (let row = 0; row < height; row += 1) {
        const from = luma.offset + row * luma.stride;
        whole.set(bytes.subarray(from, from + width), row * width);
      }
    }
    return { luma: sampled, column: { luma: whole, widthPx: width, heightPx: height } };
  } catch {
    return null;
  }
}
