/** The words of a file, whatever wrote it: UTF-8, UTF-16 as spreadsheets call Unicode, or else the Windows code page for Russian. */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1251').decode(bytes);
  }
}

/** At most `mostBytes` and one more of a file: whoever reads it sees that it is too large. */
export async function readTextFile(file: File, mostBytes: number): Promise<string> {
  return decodeText(new Uint8Array(await file.slice(0, mostBytes + 1).arrayBuffer()));
}

/** Pieces of a text, each small enough for one frame to the hall. */
export function inPieces(text: string, lengthOfPiece = 30_000): readonly string[] {
  const count = Math.max(1, Math.ceil(text.length / lengthOfPiece));
  return Array.from({ length: count }, (_, index) => text.slice(index * lengthOfPiece, (index + 1) * lengthOfPiece));
}
