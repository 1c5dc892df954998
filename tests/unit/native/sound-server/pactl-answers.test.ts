import { expect, test } from 'vitest';
import { readCaptures, readSources } from '../../../../native/sound-server/pactl-answers.ts';

/** As pactl 16.1 says it, shortened. */
const source = {
  index: 4,
  name: 'mixer',
  description: 'Mixer, 8 in',
  sample_specification: 's16le 8ch 48000Hz',
  channel_map: 'front-left,aux0',
  monitor_source: '',
  properties: { 'device.serial': '0F21', 'device.bus_path': 'pci-0000:00:14.0-usb-0:2:1.0' },
};
const capture = {
  index: 1,
  client: '3',
  source: 4,
  properties: { 'application.name': 'Lavf', 'application.process.id': '19132', 'application.process.binary': 'ffmpeg' },
};

test('sources and the streams on them are read', () => {
  const sources = readSources([source, { ...source, index: 5, name: 'speaker.monitor', monitor_source: 'speaker' }]);
  expect(sources[0]).toEqual({
    index: 4,
    source: 'mixer',
    label: 'Mixer, 8 in',
    channels: 8,
    sampleRate: 48_000,
    channelMap: ['front-left', 'aux0'],
    isMonitor: false,
    serial: '0F21',
    port: 'pci-0000:00:14.0-usb-0:2:1.0',
  });
  expect(sources[1]).toMatchObject({ isMonitor: true });
  expect(readCaptures([capture], sources)).toEqual([{ index: 1, program: 'ffmpeg', pid: 19132, source: 'mixer' }]);
});

test("the server's own routes are no captures", () => {
  for (const client of [null, 'n/a', '4294967295']) expect(readCaptures([{ ...capture, client }], [])).toEqual([]);
});

test('a program that says nothing of itself is still a capture', () => {
  expect(readCaptures([{ index: 2, client: '9', source: 77 }], [])).toEqual([
    { index: 2, program: '', pid: null, source: '' },
  ]);
});

test.each([null, 'x', 7, {}, [null, 3, { name: 5 }]])('what is not as expected is left out: %j', (answer) => {
  expect(readSources(answer)).toEqual([]);
});
