import { describe, expect, it } from 'vitest';
import type { SeatId } from '#domain/ids.ts';
import { avcCodec } from '../../../../renderer/capture/avc-level.ts';
import { checkSize, findDevice } from '../../../../renderer/recorder/devices.ts';

const device = (kind: MediaDeviceKind, deviceId: string, label: string) => ({ kind, deviceId, label });
const listed = [
  device('audioinput', 'default', 'Default'),
  device('audioinput', 'a1', 'Microphone Judge'),
  device('audioinput', 'a2', 'Microphone Witness'),
  device('audioinput', 'a3', 'Microphone Witness'),
  device('videoinput', 'v1', 'Camera Judge'),
];

describe('finding a device', () => {
  it('goes by the id first, whatever the label has become', () => {
    expect(findDevice(listed, 'microphone', { deviceId: 'a3', label: 'Microphone Judge' })).toBe('a3');
  });
  it('goes by exactly this label when the id is unknown', () => {
    expect(findDevice(listed, 'microphone', { deviceId: 'gone', label: 'Microphone Judge' })).toBe('a1');
    expect(findDevice(listed, 'microphone', { deviceId: 'gone', label: 'Microphone' })).toBeNull();
    expect(findDevice(listed, 'camera', { deviceId: '', label: 'Microphone Judge' })).toBeNull();
  });
  it('takes none of two that bear the same label', () => {
    expect(findDevice(listed, 'microphone', { deviceId: 'gone', label: 'Microphone Witness' })).toBeNull();
  });
  it('never takes the default device', () => {
    expect(findDevice(listed, 'microphone', { deviceId: 'default', label: 'Default' })).toBeNull();
  });
});

describe('the size and rate that a camera gives', () => {
  const planned = {
    seatId: 'camera-1' as SeatId,
    video: { width: 1280, height: 720, frameRate: 25, bitrateBps: 2_500_000 },
  };
  it('is right when it is as wanted, up to a tenth of the rate', () => {
    expect(checkSize(planned, { width: 1280, height: 720, frameRate: 23.98 })).toBeNull();
  });
  it('is told when it is not', () => {
    expect(checkSize(planned, { width: 640, height: 480, frameRate: 25 })).toEqual({
      key: 'recorder.wrong-size',
      args: { seat: 'camera-1', got: '640x480@25', wanted: '1280x720@25' },
    });
    expect(checkSize(planned, { width: 1280, height: 720, frameRate: 15 })?.args['got']).toBe('1280x720@15');
  });
});

describe('the H.264 level', () => {
  it('is the least from 3.1 that carries the size and rate', () => {
    expect(avcCodec(1280, 720, 25)).toBe('avc1.64001f');
    expect(avcCodec(1280, 720, 30)).toBe('avc1.64001f');
    expect(avcCodec(1920, 1080, 25)).toBe('avc1.640028');
    expect(avcCodec(1920, 1080, 30)).toBe('avc1.640028');
    expect(avcCodec(1920, 1080, 60)).toBe('avc1.640033');
  });
});
