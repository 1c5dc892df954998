import { expect, test } from 'vitest';
import { judgeSilence, proveSound, type Words } from '../../../../src/hall/recorder/silence.ts';
import type { CaptureRole } from '../../../../src/hall/recorder/door.ts';
import type { CaptureStream, SoundServer } from '../../../../native/sound-server/index.ts';

const quiet: Words = {
  planNo: 7,
  reports: new Map([
    ['recorder', { planNo: 7, openDevices: 0, tracks: [] }],
    ['sound-path', { planNo: 7, openDevices: 0, tracks: [] }],
  ]),
  previews: new Map([['console', 7]]),
  sound: { ours: [], seen: 2 },
};
const stream: CaptureStream = { index: 4, program: 'electron', pid: 4711, source: 'mic_judge' };

const said = (role: CaptureRole, planNo: number, openDevices: number): Words['reports'] =>
  new Map([[role, { planNo, openDevices, tracks: [] }]]);

test('silence is proved only when everybody has said so', () => {
  expect(judgeSilence(quiet)).toEqual({
    openStreams: [],
    confirmedBy: ['recorder', 'sound-path', 'console', 'sound-server'],
    streamsSeen: 2,
  });
});

test.each<[string, Partial<Words>, string]>([
  ['no report', { reports: new Map([['recorder', null]]) }, 'recorder: no answer'],
  ['an older report', { reports: said('recorder', 6, 0) }, 'recorder: no answer'],
  ['a device left open', { reports: said('recorder', 7, 2) }, 'recorder: 2 devices'],
  ['a console that is silent', { previews: new Map([['console', 6]]) }, 'console: no answer'],
  ['a sound path that runs', { reports: said('sound-path', 7, 1) }, 'sound-path: 1 devices'],
  ['a stream in the sound server', { sound: { ours: [stream], seen: 1 } }, 'sound-server: electron 4711 mic_judge'],
  ['a sound server that does not answer', { sound: 'no-answer' }, 'sound-server: no answer'],
])('%s is named', (_, change, named) => {
  expect(judgeSilence({ ...quiet, ...change }).openStreams).toEqual([named]);
});

test('where no sound server can be asked it confirms nothing and counts nothing', () => {
  const closed = judgeSilence({ ...quiet, sound: 'not-available' });
  expect(closed.confirmedBy).not.toContain('sound-server');
  expect(closed.streamsSeen).toBeNull();
});

test('a stream that does not say whose it is counts as ours, a stranger only in the total', async () => {
  const server: SoundServer = {
    listSources: () => Promise.resolve('not-available'),
    listOpenCaptures: () =>
      Promise.resolve({
        ok: true,
        value: [
          { ...stream, pid: null },
          { ...stream, pid: 5 },
          { ...stream, pid: 6 },
        ],
      }),
    watch: () => null,
    descendsFrom: (pid, roots) => Promise.resolve(pid === 5 && roots.includes(1000)),
  };
  expect(await proveSound(server, [1000])).toEqual({
    ours: [
      { ...stream, pid: null },
      { ...stream, pid: 5 },
    ],
    seen: 3,
  });
});
