import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HallPeerId, HearingId, TrackId } from '#domain/ids.ts';
import { openMonitors, type Monitors } from '../../../../src/hall/monitors/index.ts';
import { quietLog } from '../api/open-door.ts';

let folder: string;
let file: string;
const open = (): Monitors => openMonitors({ file, log: quietLog });
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tarazy-monitors-'));
  file = path.join(folder, 'monitors.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('what was chosen last is there after a restart, and each setting is kept with the other', async () => {
  expect(open().remembered()).toEqual({ choice: 'auto', volumePercent: 80 });
  const monitors = open();
  expect((await monitors.remember({ choice: 'overview' })).ok).toBe(true);
  expect((await monitors.remember({ volumePercent: 0 })).ok).toBe(true);
  expect(open().remembered()).toEqual({ choice: 'overview', volumePercent: 0 });
  expect(open().opened.ok).toBe(true);
});

test('a file that is broken is told, and is whole again with the next choice', async () => {
  writeFileSync(file, '{"formatVersion":1,"choice":"auto","volumePercent":200}');
  const monitors = open();
  expect(monitors.opened).toMatchObject({ ok: false, fault: { key: 'monitors.forgotten' } });
  await monitors.remember({ choice: 'grid' });
  expect(open().opened.ok).toBe(true);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ choice: 'grid' });
});

test('a choice that cannot be written is told and counts all the same', async () => {
  file = path.join(folder, 'nowhere', 'monitors.json');
  const monitors = open();
  expect(await monitors.remember({ choice: 'grid' })).toMatchObject({
    ok: false,
    fault: { key: 'archive.unwritable' },
  });
  expect(monitors.remembered().choice).toBe('grid');
});

const hearingId = 'hearing' as HearingId;
const peerId = 'a'.repeat(64) as HallPeerId;
/** A chunk of 200 ms: a tone of so much, where a syllable sounds, else near silence. */
function chunk(trackId: string, index: number, amplitude: number) {
  const samples = Float32Array.from(
    { length: 9600 },
    (_, at) => amplitude * Math.sin((2 * Math.PI * 220 * at) / 48_000),
  );
  return { hearingId, trackId: trackId as TrackId, atUs: index * 200_000, samples };
}

test('who speaks is told by the samples, and who has left the line is forgotten', () => {
  const monitors = open();
  const turns: unknown[] = [];
  for (let index = 0; index < 40; index += 1) {
    const speaks = index >= 5 && index % 4 !== 3;
    const isOther = [
      monitors.hear(chunk('judge', index, 0.001), 'hall'),
      monitors.hear(chunk('far', index, speaks ? 0.1 : 0.001), peerId),
    ];
    if (isOther.includes(true)) turns.push(monitors.speaker());
  }
  expect(turns).toEqual([peerId]);
  expect(monitors.lastSpeaker()).toBe(peerId);
  monitors.keepOnly([]);
  expect([monitors.speaker(), monitors.lastSpeaker()]).toEqual([null, null]);
});
