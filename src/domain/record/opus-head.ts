/* OpusHead, the identification header of RFC 7845 chapter 5.1, which Matroska keeps in CodecPrivate. */

const magic = [0x4f, 0x70, 0x75, 0x73, 0x48, 0x65, 0x61, 0x64] as const;
/** What libopus' encoder looks ahead at 48 kHz: 6.5 ms. */
export const usualPreSkip = 312;

/** OpusHead of a mono stream, for encoders that hand out no description. `preSkip` counts 48 kHz samples. */
export function opusHead(inputSampleRate: number, preSkip = usualPreSkip): Uint8Array {
  const head = new Uint8Array(19);
  const view = new DataView(head.buffer);
  head.set(magic);
  view.setUint8(8, 1);
  view.setUint8(9, 1);
  view.setUint16(10, preSkip, true);
  view.setUint32(12, inputSampleRate, true);
  return head;
}

/** 48 kHz samples that a decoder throws away at the start; 0 when the bytes are no OpusHead. */
export function opusPreSkip(head: Uint8Array): number {
  if (head.length < 19 || magic.some((letter, at) => head[at] !== letter)) return 0;
  return new DataView(head.buffer, head.byteOffset, head.byteLength).getUint16(10, true);
}
