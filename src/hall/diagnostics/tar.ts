/** A file to be packed; its name has at most 100 bytes and only ASCII letters. */
export type PackedFile = Readonly<{ name: string; bytes: Uint8Array }>;

const blockLength = 512;
/** Where fields stand in a header and how long they are (POSIX.1-1988, ustar). */
const fields = {
  ...{ name: [0, 100], mode: [100, 8], uid: [108, 8], gid: [116, 8], size: [124, 12], mtime: [136, 12] },
  ...{ checksum: [148, 8], type: [156, 1], magic: [257, 6], version: [263, 2] },
} as const satisfies Readonly<Record<string, readonly [number, number]>>;

function headerOf({ name, bytes }: PackedFile, atMs: number): Uint8Array {
  const header = new Uint8Array(blockLength);
  const put = (field: keyof typeof fields, text: string): void => {
    const [at, length] = fields[field];
    header.set(new TextEncoder().encode(text).subarray(0, length), at);
  };
  const octal = (field: keyof typeof fields, value: number): void =>
    put(
      field,
      `${Math.floor(value)
        .toString(8)
        .padStart(fields[field][1] - 1, '0')}\0`,
    );
  put('name', name);
  octal('mode', 0o600);
  octal('uid', 0);
  octal('gid', 0);
  octal('size', bytes.length);
  octal('mtime', atMs / 1000);
  put('type', '0');
  put('magic', 'ustar\0');
  put('version', '00');
  // The sum is made with blanks where it stands itself.
  put('checksum', '        ');
  const sum = header.reduce((total, byte) => total + byte, 0);
  put('checksum', `${sum.toString(8).padStart(6, '0')}\0 `);
  return header;
}

/** Packs files as one tar archive: small ones, all of it in memory. */
export function packTar(files: readonly PackedFile[], atMs: number): Uint8Array {
  const padded = (length: number): number => Math.ceil(length / blockLength) * blockLength;
  const total = files.reduce((sum, { bytes }) => sum + blockLength + padded(bytes.length), 0);
  // Two empty blocks end an archive.
  const packed = new Uint8Array(total + 2 * blockLength);
  let at = 0;
  for (const file of files) {
    packed.set(headerOf(file, atMs), at);
    packed.set(file.bytes, at + blockLength);
    at += blockLength + padded(file.bytes.length);
  }
  return packed;
}
