import { createCipheriv, createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';

/** Red, green, blue, each 0 to 255. */
export type Colour = readonly [number, number, number];

/** A PNG of one colour. */
export function colouredPng(widthPx: number, heightPx: number, colour: Colour): Buffer {
  const row = Buffer.from([0, ...Array.from({ length: widthPx }, () => colour).flat()]);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(widthPx, 0);
  head.writeUInt32BE(heightPx, 4);
  // Eight bits each of red, green and blue.
  head.set([8, 2], 8);
  const rows = deflateSync(Buffer.concat(Array.from({ length: heightPx }, () => row)));
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    pngChunk('IHDR', head),
    pngChunk('IDAT', rows),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Bytes of a PNG that are neither its signature nor in a chunk's data. */
const chunkFrameBytes = 12;
const signatureBytes = 8;
const headChunkBytes = 13 + chunkFrameBytes;

/**
 * A PNG of one colour that is so long: what is missing is a private chunk of noise, the same for each seed, that nothing on its way
 * can compress.
 */
export function heavyPng(lengthBytes: number, seed: number): Buffer {
  const small = colouredPng(640, 360, [200, 30, 30]);
  const at = signatureBytes + headChunkBytes;
  const noiseBytes = lengthBytes - small.length - chunkFrameBytes;
  const key = createHash('sha256')
    .update(`noise ${String(seed)}`)
    .digest();
  const noise = createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(noiseBytes));
  return Buffer.concat([small.subarray(0, at), pngChunk('noIs', noise), small.subarray(at)]);
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A PDF of A4 pages (points), each filled with its colour. */
export function colouredPdf(pages: readonly Colour[]): Buffer {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${pages.map((_, index) => `${String(3 + index * 2)} 0 R`).join(' ')}] /Count ${String(pages.length)} >>`,
    ...pages.flatMap((colour, index) => {
      const drawing = `${colour.map((part) => (part / 255).toFixed(4)).join(' ')} rg 0 0 595 842 re f`;
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> /Contents ${String(4 + index * 2)} 0 R >>`,
        `<< /Length ${String(drawing.length)} >>\nstream\n${drawing}\nendstream`,
      ];
    }),
  ];
  let text = '%PDF-1.4\n';
  const places = objects.map((object, index) => {
    const place = text.length;
    text += `${String(index + 1)} 0 obj\n${object}\nendobj\n`;
    return `${String(place).padStart(10, '0')} 00000 n \n`;
  });
  const table = text.length;
  const count = String(objects.length + 1);
  text += `xref\n0 ${count}\n0000000000 65535 f \n${places.join('')}`;
  text += `trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${String(table)}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}
