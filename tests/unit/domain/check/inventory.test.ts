import { describe, expect, test } from 'vitest';
import { compareInventories, type DeviceSeen } from '#domain/check/inventory.ts';

const microphone: DeviceSeen = {
  kind: 'microphone',
  label: 'USB Microphone',
  serial: 'A1',
  id: 'usb-a1',
  port: '1-1',
  figures: { sampleRateHz: 48_000, channels: 1 },
  version: '',
};
const other: DeviceSeen = { ...microphone, serial: 'B2', id: 'usb-b2', port: '1-2' };
const camera: DeviceSeen = {
  ...microphone,
  kind: 'camera',
  label: 'Camera',
  serial: '',
  id: 'cam',
  port: '',
  figures: {},
};

describe('what changed since an inventory', () => {
  test('nothing, where everything is as it was, in whatever order', () => {
    expect(compareInventories([microphone, other, camera], [camera, other, microphone])).toEqual([]);
  });

  test('what was pulled out is gone and what is new was added', () => {
    expect(compareInventories([microphone, camera], [camera, other])).toEqual([
      { what: 'gone', device: microphone },
      { what: 'added', device: other },
    ]);
  });

  test('a device keeps its number at another port, also when two of one name change places', () => {
    const moved = [
      { ...microphone, port: '1-2', id: 'usb-a1-02' },
      { ...other, port: '1-1', id: 'usb-b2-01' },
    ];
    expect(compareInventories([microphone, other], moved)).toEqual([
      { what: 'moved', device: moved[0], fromPort: '1-1' },
      { what: 'moved', device: moved[1], fromPort: '1-2' },
    ]);
  });

  test('another number is another device at the same port under the same name', () => {
    const replaced = { ...microphone, serial: 'C3' };
    expect(compareInventories([microphone], [replaced]).map(({ what }) => what)).toEqual(['gone', 'added']);
  });

  test('one serial number on two cheap devices is told apart by the port', () => {
    const twins = [microphone, { ...microphone, id: 'usb-twin', port: '1-4' }];
    expect(compareInventories(twins, [...twins].reverse())).toEqual([]);
  });

  test('a rate and a version that changed are named with what they were', () => {
    const slow = { ...microphone, figures: { ...microphone.figures, sampleRateHz: 44_100 } };
    const ffmpeg: DeviceSeen = { ...camera, kind: 'program', label: 'ffmpeg', version: '7.1' };
    const newer = { ...ffmpeg, version: '8.0' };
    expect(compareInventories([microphone, ffmpeg], [slow, newer])).toEqual([
      { what: 'changed', device: slow, figure: 'sampleRateHz', from: '48000', to: '44100' },
      { what: 'changed', device: newer, figure: 'version', from: '7.1', to: '8.0' },
    ]);
  });

  test('a window whose profile is new knows the same camera by its name', () => {
    expect(compareInventories([camera], [{ ...camera, id: 'another' }])).toEqual([]);
  });

  test('what the system did not tell before is no change', () => {
    const silent = { ...microphone, port: '', figures: {} };
    expect(compareInventories([silent], [microphone])).toEqual([]);
  });
});
