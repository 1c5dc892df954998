import type { ExhibitFormat } from '#domain/exhibits/exhibit.ts';

/** Bytes [at, at + length) of a file; fewer where it ends before. */
export type ReadAt = (at: number, length: number) => Promise<Buffer>;

const startOfFrame = new Set([0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf]);
/** More segments before the picture itself nobody writes. */
const mostSegments = 1000;

/** How many pixels a window will have to hold for this picture; null where its head does not tell, 0 for paper, which is drawn page by page. */
export async function picturePixels(format: ExhibitFormat, readAt: ReadAt): Promise<number | null> {
  switch (format) {
    case 'pdf':
      return 0;
    case 'png':
      return pngPixels(await readAt(0, 24));
    case 'jpeg':
      return jpegPixels(readAt);
  }
}

/** PNG, third edition, section 11.2.1: IHDR is the first chunk. */
function pngPixels(head: Buffer): number | null {
  if (head.length < 24 || head.toString('latin1', 12, 16) !== 'IHDR') return null;
  return head.readUInt32BE(16) * head.readUInt32BE(20);
}

/** ISO/IEC 10918-1, B.2.2: height and width stand in the frame header, behind whatever segments come first. */
async function jpegPixels(readAt: ReadAt): Promise<number | null> {
  let at = 2;
  for (let segment = 0; segment < mostSegments; segment += 1) {
    const head = await readAt(at, 9);
    if (head.length < 9 || head[0] !== 0xff) return null;
    const marker = head.readUInt8(1);
    if (startOfFrame.has(marker)) return head.readUInt16BE(5) * head.readUInt16BE(7);
    // Fill bytes before a marker (B.1.1.2).
    at += marker === 0xff ? 1 : 2 + head.readUInt16BE(2);
  }
  return null;
}
