import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readRange } from '../../../../src/hall/api/media.ts';
import { openDoor, type OpenDoor } from './open-door.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'tarazy-media-'));
const file = path.join(folder, 'copy.mp4');
const parts = ['', '01', '234', '', '56789'].map((text) => Buffer.from(text));
let door: OpenDoor;
let address: string;
beforeAll(async () => {
  writeFileSync(file, '0123456789');
  door = await openDoor(
    {},
    {
      openMedia(token, name) {
        if (name !== 'copy.mp4') return null;
        if (token === 'good') return { path: file, mime: 'video/mp4', parts: null };
        // Not on the disk yet.
        return token === 'fresh' ? { path: `${file}.part`, mime: 'video/mp4', parts } : null;
      },
    },
  );
  address = `http://127.0.0.1:${door.api.port}/v1/media`;
});
afterAll(async () => {
  await door.close();
  rmSync(folder, { recursive: true });
});

describe('playable copies', () => {
  test.each(['good', 'fresh'])(
    'are sent whole to who holds the token, readable by our own pages only (%s)',
    async (token) => {
      const response = await fetch(`${address}/${token}/copy.mp4`, { headers: { Origin: 'tarazy://app' } });
      expect(await response.text()).toBe('0123456789');
      expect(response.headers.get('access-control-allow-origin')).toBe('tarazy://app');
      expect(response.headers.get('content-type')).toBe('video/mp4');
      expect(response.headers.get('cache-control')).toBe('no-store');
    },
  );

  test.each(['good', 'fresh'])('are sent in ranges (%s)', async (token) => {
    const range = async (value: string): Promise<[number, string, string | null]> => {
      const response = await fetch(`${address}/${token}/copy.mp4`, { headers: { Range: value } });
      return [response.status, await response.text(), response.headers.get('content-range')];
    };
    expect(await range('bytes=2-4')).toEqual([206, '234', 'bytes 2-4/10']);
    expect(await range('bytes=7-')).toEqual([206, '789', 'bytes 7-9/10']);
    expect(await range('bytes=2-2')).toEqual([206, '2', 'bytes 2-2/10']);
    expect(await range('bytes=-3')).toEqual([206, '789', 'bytes 7-9/10']);
    expect(await range('bytes=4-400')).toEqual([206, '456789', 'bytes 4-9/10']);
    expect(await range('bytes=10-')).toEqual([416, '', 'bytes */10']);
  });

  test('are not there without the token, nor by a path that climbs', async () => {
    for (const place of [
      'bad/copy.mp4',
      'good/other.mp4',
      'good/..%2f..%2fetc%2fpasswd',
      'good/../../etc/passwd',
      'good',
    ]) {
      expect((await fetch(`${address}/${place}`)).status).toBe(404);
    }
    expect((await fetch(`${address}/good/copy.mp4`, { method: 'PUT', body: 'x' })).status).toBe(405);
    expect((await fetch(`${address}/good/copy.mp4`, { headers: { Origin: 'https://example.org' } })).status).toBe(403);
  });
});

describe('a range header', () => {
  test('that is no single range of bytes is as good as none', () => {
    for (const header of [undefined, '', 'bytes=', 'bytes=-', 'bytes=1-2,4-5', 'items=1-2', 'bytes=a-b'])
      expect(readRange(header, 10)).toBeUndefined();
  });
  test('outside the file is refused', () => {
    expect(readRange('bytes=5-3', 10)).toBeNull();
    expect(readRange('bytes=-0', 10)).toBeNull();
  });
});
