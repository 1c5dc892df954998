import { expect, test } from 'vitest';
import type { HallPeerId } from '#domain/ids.ts';
import { isSameSource } from '../../../../renderer/capture/same-source.ts';

const device = { path: 'browser', label: 'Camera', deviceId: 'a' } as const;
const video = { width: 1280, height: 720, frameRate: 25, bitrateBps: 2_500_000 };

test('a plan that a restarted service made from its files wants the same device, whatever order its words have', () => {
  const fromFiles = {
    device: { deviceId: 'a', label: 'Camera', path: 'browser' },
    video: { bitrateBps: 2_500_000, frameRate: 25, height: 720, width: 1280 },
  } as const;
  expect(isSameSource({ device, video }, fromFiles)).toBe(true);
});

test('another device, another picture or none is another source', () => {
  expect(isSameSource({ device, video }, { device: { ...device, deviceId: 'b' }, video })).toBe(false);
  expect(isSameSource({ device, video }, { device, video: { ...video, width: 640 } })).toBe(false);
  expect(isSameSource({ device, video }, { device })).toBe(false);
  const remote = { path: 'remote', label: 'Camera', peerId: 'a' as HallPeerId } as const;
  expect(isSameSource({ device }, { device: remote })).toBe(false);
});
