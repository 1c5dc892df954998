import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Ffmpeg } from '../../../../native/ffmpeg/index.ts';
import { keepFfmpeg, knownFfmpeg } from '../../../../native/ffmpeg/known-ffmpeg.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tarazy-ffmpeg-'));
  for (const name of ['ffmpeg', 'ffprobe']) writeFileSync(path.join(folder, name), name, { mode: 0o755 });
});
afterEach(() => rmSync(folder, { recursive: true }));

const ffmpeg: Ffmpeg = {
  ...{ ffmpegPath: 'ffmpeg', ffprobePath: 'ffprobe', version: '5.1', from: 'system' },
  ...{ devices: ['pulse'], encoders: ['libopus'] },
};

test('an ffmpeg is believed what it could do until it, its place or the choice of it changes', async () => {
  const memory = path.join(folder, 'ffmpeg.json');
  const env = { PATH: `/nowhere${path.delimiter}${folder}` };
  expect(knownFfmpeg(memory, env)).toBeNull();
  keepFfmpeg(memory, env, ffmpeg);
  await expect.poll(() => knownFfmpeg(memory, env)).toEqual(ffmpeg);
  expect(knownFfmpeg(memory, { ...env, FFMPEG_PATH: '/other/ffmpeg' })).toBeNull();
  expect(knownFfmpeg(memory, { PATH: '/nowhere' })).toBeNull();
  appendFileSync(path.join(folder, 'ffmpeg'), 'newer');
  expect(knownFfmpeg(memory, env)).toBeNull();
  writeFileSync(memory, '{"torn');
  expect(knownFfmpeg(memory, env)).toBeNull();
});
