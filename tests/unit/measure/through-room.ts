import { powerOfTwo, signalOf, spectrumOf } from '#measure/fourier.ts';

/** What a microphone hears of `samples` on a way of which this is the impulse response, as long as they last. */
export function throughRoom(samples: Float32Array, response: Float32Array | Float64Array): Float32Array {
  const length = powerOfTwo(samples.length + response.length);
  const [one, other] = [spectrumOf(samples, length), spectrumOf(response, length)];
  const product = {
    re: one.re.map((value, at) => value * other.re[at]! - one.im[at]! * other.im[at]!),
    im: one.re.map((value, at) => value * other.im[at]! + one.im[at]! * other.re[at]!),
  };
  return Float32Array.from(signalOf(product).re.subarray(0, samples.length));
}
