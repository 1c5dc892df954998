/*
 * The network of the tiny face detector as arithmetic: one whole and five separable convolutions with pools between them, then
 * one that speaks of five shapes of box at each place (Redmon and Farhadi 2017, "YOLO9000"; Howard 2017, "MobileNets").
 * Lines of pixels lie one after another, channels of a pixel side by side.
 */

/** How one table of weights lies in the model's bytes, as its manifest says: `min + scale * byte`. */
export type WeightNote = Readonly<{
  name: string;
  shape: readonly number[];
  quantization: Readonly<{ scale: number; min: number }>;
}>;

/** A separable step: 3 × 3 in each channel by itself, then a mix of the channels. */
type Step = Readonly<{ depth: Float32Array; mix: Float32Array; bias: Float32Array; from: number; to: number }>;
export type FaceNet = Readonly<{
  first: Float32Array;
  firstBias: Float32Array;
  steps: readonly Step[];
  last: Float32Array;
  lastBias: Float32Array;
}>;
type Plane = Readonly<{ values: Float32Array; width: number; height: number; channels: number }>;

const firstChannels = 16;
const firstInputs = 27;
const separable = ['conv1', 'conv2', 'conv3', 'conv4', 'conv5'];
/** Figures at each place: five shapes of box, each with two of place, two of size and how sure it is. */
export const figuresAtPlace = 25;
/** What the network holds for no light at all, red, green, blue; pixels are taken less it, in 255ths. */
const meanRgb = [117.001, 114.697, 97.404];
const leak = 0.1;
/** Outputs that are summed at once. */
const block = 4;

/** The network from its manifest and bytes; null when they do not fit one another. */
export function readFaceNet(notes: readonly WeightNote[], bytes: Uint8Array): FaceNet | null {
  const tables = new Map<string, Float32Array>();
  let at = 0;
  for (const { name, shape, quantization } of notes) {
    const length = shape.reduce((product, side) => product * side, 1);
    const { scale, min } = quantization;
    tables.set(
      name,
      Float32Array.from(bytes.subarray(at, at + length), (byte) => min + scale * byte),
    );
    at += length;
  }
  const named = (name: string): Float32Array => tables.get(name) ?? new Float32Array(0);
  const steps = separable.map((name): Step => {
    const bias = named(`${name}/bias`);
    const depth = named(`${name}/depthwise_filter`);
    const [from, to] = [depth.length / 9, bias.length];
    return { depth, mix: inBlocks(named(`${name}/pointwise_filter`), from, to), bias, from, to };
  });
  const wide = steps.at(-1)?.to ?? 0;
  const net = {
    first: inBlocks(named('conv0/filters'), firstInputs, firstChannels),
    firstBias: named('conv0/bias'),
    steps,
    last: inBlocks(named('conv8/filters'), wide, figuresAtPlace),
    lastBias: named('conv8/bias'),
  };
  const isWhole =
    at === bytes.length &&
    net.first.length === firstInputs * firstChannels &&
    net.firstBias.length === firstChannels &&
    net.lastBias.length === figuresAtPlace &&
    steps.every(({ from }, step) => from > 0 && from === (step === 0 ? firstChannels : steps[step - 1]?.to));
  return isWhole ? net : null;
}

/** Weights `[from][to]` so that those of four outputs lie together; what is missing to four is nought. */
export function inBlocks(weights: Float32Array, from: number, to: number): Float32Array {
  const blocks = Math.ceil(to / block);
  const packed = new Float32Array(blocks * from * block);
  for (let input = 0; input < from; input += 1)
    for (let output = 0; output < to; output += 1)
      packed[(Math.floor(output / block) * from + input) * block + (output % block)] =
        weights[input * to + output] ?? 0;
  return packed;
}

/**
 * What the network says of a picture in RGB, three bytes a pixel: 25 figures for each place, and how many places there are
 * across and down. It sees faces from some 20 pixels on.
 */
export function runFaceNet(net: FaceNet, rgb: Uint8Array, width: number, height: number): Plane {
  let plane = halved(firstStep(net, rgb, width, height), 2);
  net.steps.forEach((step, at) => {
    const mixed = mixChannels(ownChannels(plane, step.depth), step.mix, step.bias, true);
    // The last pool looks around and halves nothing.
    plane = halved(mixed, at === net.steps.length - 1 ? 1 : 2);
  });
  return mixChannels(plane, net.last, net.lastBias, false);
}

/** 3 × 3 over all three colours; nothing is made up beyond the edge, so the plane is two smaller. */
function firstStep({ first, firstBias }: FaceNet, rgb: Uint8Array, width: number, height: number): Plane {
  const [wide, high] = [width - 2, height - 2];
  const around = new Float32Array(wide * high * firstInputs);
  for (let y = 0, to = 0; y < high; y += 1)
    for (let x = 0; x < wide; x += 1)
      for (let row = 0; row < 3; row += 1)
        for (let side = 0, from = ((y + row) * width + x) * 3; side < 9; side += 1, from += 1, to += 1)
          around[to] = (rgb[from]! - meanRgb[side % 3]!) / 255;
  return mixChannels({ values: around, width: wide, height: high, channels: firstInputs }, first, firstBias, true);
}

/** The largest of 2 × 2, at every `step`-th place; what lies beyond the edge does not count. */
export function halved({ values, width, height, channels }: Plane, step: 1 | 2): Plane {
  const [wide, high] = [Math.ceil(width / step), Math.ceil(height / step)];
  const out = new Float32Array(wide * high * channels);
  for (let y = 0; y < high; y += 1)
    for (let x = 0; x < wide; x += 1) {
      const above = y * step * width;
      const below = Math.min(y * step + 1, height - 1) * width;
      const left = x * step;
      const right = Math.min(left + 1, width - 1);
      const a = (above + left) * channels;
      const b = (above + right) * channels;
      const c = (below + left) * channels;
      const d = (below + right) * channels;
      const to = (y * wide + x) * channels;
      for (let channel = 0; channel < channels; channel += 1)
        out[to + channel] = Math.max(
          values[a + channel]!,
          values[b + channel]!,
          values[c + channel]!,
          values[d + channel]!,
        );
    }
  return { values: out, width: wide, height: high, channels };
}

/** 3 × 3 in each channel by itself, nought beyond the edge. */
export function ownChannels({ values, width, height, channels }: Plane, depth: Float32Array): Plane {
  const out = new Float32Array(values.length);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const to = (y * width + x) * channels;
      for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row += 1)
        for (let side = Math.max(0, x - 1); side <= Math.min(width - 1, x + 1); side += 1) {
          const from = (row * width + side) * channels;
          const tap = ((row - y + 1) * 3 + side - x + 1) * channels;
          for (let channel = 0; channel < channels; channel += 1)
            out[to + channel]! += values[from + channel]! * depth[tap + channel]!;
        }
    }
  return { values: out, width, height, channels };
}

/** Each output of a pixel is a sum over the pixel's channels; two pixels and four outputs at once, because that is most of the work. */
export function mixChannels(plane: Plane, mix: Float32Array, bias: Float32Array, isLeaky: boolean): Plane {
  const { values, width, height, channels: from } = plane;
  const to = bias.length;
  const out = new Float32Array(width * height * to);
  const pixels = width * height;
  for (let pixel = 0; pixel < pixels; pixel += 2) {
    const [one, other] = [pixel * from, Math.min(pixel + 1, pixels - 1) * from];
    for (let output = 0; output < to; output += block) {
      let a = 0;
      let b = 0;
      let c = 0;
      let d = 0;
      let e = 0;
      let f = 0;
      let g = 0;
      let h = 0;
      // Without lists of values: in a loop that runs a quarter of a milliard times each would cost.
      for (let input = 0, at = output * from; input < from; input += 1, at += block) {
        const first = values[one + input]!;
        const second = values[other + input]!;
        const w = mix[at]!;
        const x = mix[at + 1]!;
        const y = mix[at + 2]!;
        const z = mix[at + 3]!;
        a += first * w;
        b += first * x;
        c += first * y;
        d += first * z;
        e += second * w;
        f += second * x;
        g += second * y;
        h += second * z;
      }
      put(out, pixel * to + output, to - output, a, b, c, d);
      if (pixel + 1 < pixels) put(out, (pixel + 1) * to + output, to - output, e, f, g, h);
    }
  }
  const leaking = isLeaky ? leak : 1;
  for (let pixel = 0, at = 0; pixel < pixels; pixel += 1)
    for (let output = 0; output < to; output += 1, at += 1) {
      const value = out[at]! + bias[output]!;
      out[at] = value < 0 ? leaking * value : value;
    }
  return { values: out, width, height, channels: to };
}

/** Up to four values side by side. */
function put(out: Float32Array, at: number, room: number, a: number, b: number, c: number, d: number): void {
  out[at] = a;
  if (room > 1) out[at + 1] = b;
  if (room > 2) out[at + 2] = c;
  if (room > 3) out[at + 3] = d;
}
