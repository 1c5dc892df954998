/* CRC-32 of IEEE 802.3 (as in zlib and PNG), eight bytes a step, because an hour of pictures is a gigabyte. */

const tables = makeTables();

function makeTables(): Uint32Array[] {
  const first = new Uint32Array(256);
  for (let value = 0; value < 256; value += 1) {
    let rest = value;
    for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
    first[value] = rest;
  }
  const all = [first];
  for (let depth = 1; depth < 8; depth += 1) {
    const before = all[depth - 1]!;
    all.push(Uint32Array.from(before, (rest) => first[rest & 0xff]! ^ (rest >>> 8)));
  }
  return all;
}

type Sum = (bytes: Uint8Array, seed: number) => number;
let native: Sum | null = null;

/** Where a process has the same sum in machine code, it is used from here on. Null: the tables again. */
export function sumBy(sum: Sum | null): void {
  native = sum;
}

/** CRC-32 of bytes [from, to). `seed` is the CRC of what came before, so that pieces can be summed one by one. */
export function crc32(bytes: Uint8Array, from = 0, to = bytes.length, seed = 0): number {
  if (native !== null) return native(bytes.subarray(from, to), seed);
  const [t0, t1, t2, t3, t4, t5, t6, t7] = tables as [
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
  ];
  let crc = ~seed;
  let at = from;
  for (; at + 8 <= to; at += 8) {
    crc ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    crc =
      t7[crc & 0xff]! ^
      t6[(crc >>> 8) & 0xff]! ^
      t5[(crc >>> 16) & 0xff]! ^
      t4[crc >>> 24]! ^
      t3[bytes[at + 4]!]! ^
      t2[bytes[at + 5]!]! ^
      t1[bytes[at + 6]!]! ^
      t0[bytes[at + 7]!]!;
  }
  for (; at < to; at += 1) crc = t0[(crc ^ bytes[at]!) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
}
