import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ExhibitId } from '#domain/ids.ts';
import { createExhibits, type Exhibits } from '../../../../src/hall/exhibits/index.ts';
import { quietLog } from '../api/open-door.ts';

let folder: string;
let nowMs: number;
let exhibits: Exhibits;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tarazy-exhibits-'));
  nowMs = 1000;
  exhibits = createExhibits({ log: quietLog, nowMs: () => nowMs });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const exhibitId = randomUUID() as ExhibitId;
const pdf = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(700_000)]);
const sha256 = createHash('sha256').update(pdf).digest('hex');
const paper = { exhibitId, name: 'Contract', format: 'pdf', lengthBytes: pdf.length, sha256 } as const;
const lying = (): readonly string[] => readdirSync(path.join(folder, 'exhibits'));

describe('an exhibit that is written', () => {
  test('stands under its id only once it was read back with its hash', async () => {
    const file = (await exhibits.open(folder, exhibitId, 0))!;
    expect(await file.write(pdf)).toBe(true);
    expect(lying()).toEqual([`${exhibitId}.part`]);
    expect(await exhibits.isThere(folder, paper)).toBe(false);
    expect(await file.seal(null)).toEqual({ ok: true, value: { format: 'pdf', lengthBytes: pdf.length, sha256 } });
    await file.leave(false);
    expect(lying()).toEqual([`${exhibitId}.pdf`]);
    expect(readFileSync(exhibits.fileOf(folder, paper)).equals(pdf)).toBe(true);
    expect(await exhibits.isThere(folder, paper)).toBe(true);
  });

  test('is gone on with where an earlier try left it', async () => {
    const first = (await exhibits.open(folder, exhibitId, pdf.length))!;
    await first.write(pdf.subarray(0, 300_000));
    await first.leave(true);
    const second = (await exhibits.open(folder, exhibitId, pdf.length))!;
    expect(second.lengthBytes).toBe(300_000);
    await second.write(pdf.subarray(300_000));
    expect(await second.seal(paper)).toMatchObject({ ok: true });
  });

  test('begins anew where more lies there than it is long', async () => {
    const first = (await exhibits.open(folder, exhibitId, 100))!;
    await first.write(pdf.subarray(0, 101));
    await first.leave(true);
    const second = (await exhibits.open(folder, exhibitId, 100))!;
    expect(second.lengthBytes).toBe(0);
    await second.leave(false);
    expect(lying()).toEqual([]);
  });

  test('is refused and gone when a byte of it is another, when it is longer, and when it is no paper or picture', async () => {
    const altered = Buffer.from(pdf);
    altered[400_000] = altered[400_000]! ^ 1;
    for (const [bytes, key] of [
      [altered, 'exhibit.altered'],
      [Buffer.concat([pdf, Buffer.from('x')]), 'exhibit.altered'],
      [Buffer.from('<!DOCTYPE html><script>'), 'exhibit.wrong-type'],
      [Buffer.alloc(0), 'exhibit.wrong-type'],
    ] as const) {
      const file = (await exhibits.open(folder, exhibitId, 0))!;
      await file.write(bytes);
      expect(await file.seal(paper)).toMatchObject({ ok: false, fault: { key } });
      expect(lying()).toEqual([]);
    }
  });

  test('is refused when a window would die of its pixels, or its head does not tell them', async () => {
    const pngOf = (width: number, height: number): Buffer => {
      const head = Buffer.from('89504e470d0a1a0a0000000d494844520000000000000000', 'hex');
      head.writeUInt32BE(width, 16);
      head.writeUInt32BE(height, 20);
      return head;
    };
    // A comment and a fill byte stand before the frame.
    const jpegOf = (width: number, height: number): Buffer => {
      const head = Buffer.from('ffd8fffe00040000ffffc0001108000000000301220002110103110100', 'hex');
      head.writeUInt16BE(height, 14);
      head.writeUInt16BE(width, 16);
      return head;
    };
    for (const [bytes, expected] of [
      [pngOf(8000, 8000), { ok: true, value: { format: 'png' } }],
      [pngOf(30_000, 30_000), { ok: false, fault: { key: 'exhibit.too-many-pixels' } }],
      [pngOf(8000, 8000).subarray(0, 20), { ok: false, fault: { key: 'exhibit.wrong-type' } }],
      [jpegOf(4000, 3000), { ok: true, value: { format: 'jpeg' } }],
      [jpegOf(65_000, 65_000), { ok: false, fault: { key: 'exhibit.too-many-pixels' } }],
      [jpegOf(4000, 3000).subarray(0, 12), { ok: false, fault: { key: 'exhibit.wrong-type' } }],
      [Buffer.from('ffd8ffe00000', 'hex'), { ok: false, fault: { key: 'exhibit.wrong-type' } }],
    ] as const) {
      const file = (await exhibits.open(folder, randomUUID() as ExhibitId, 0))!;
      await file.write(bytes);
      expect(await file.seal(null)).toMatchObject(expected);
    }
  });

  test('is refused by a disk that does not take it', async () => {
    expect(await exhibits.open(path.join(exhibits.fileOf('/dev/null', paper)), exhibitId, 0)).toBeNull();
  });
});

describe('the permission to bring one', () => {
  const upload = {
    lengthBytes: 1,
    write: async () => true,
    finish: async () => ({ ok: true, value: { exhibitId } }) as const,
    leave: async () => {},
  };

  test('is good once and for a minute', async () => {
    const token = exhibits.permit(async () => upload);
    expect(await exhibits.claim(token)).toBe(upload);
    expect(await exhibits.claim(token)).toBeNull();
    const late = exhibits.permit(async () => upload);
    nowMs += 60_001;
    expect(await exhibits.claim(late)).toBeNull();
    expect(await exhibits.claim('a'.repeat(32))).toBeNull();
    expect(existsSync(path.join(folder, 'exhibits'))).toBe(false);
  });

  test('gives way to newer ones, so that nobody gathers them', async () => {
    const tokens = Array.from({ length: 9 }, () => exhibits.permit(async () => upload));
    expect(await exhibits.claim(tokens[0]!)).toBeNull();
    expect(await exhibits.claim(tokens[1]!)).toBe(upload);
  });
});
