import { expect, test } from 'vitest';
import type { CheckItem } from '#domain/check/check-item.ts';
import { judgeClock, judgeDisk, judgeProcessor } from '../../../../src/hall/machine/index.ts';

const said = ({ verdict, findings }: CheckItem): string => [verdict, ...findings].join(' ');

const disk = { kind: 'read', freeBytes: 500e9, medianSyncMs: 4, worstSyncMs: 20, writtenBps: 500e6 } as const;
const needs = { hoursLeft: 100, recordBps: 10e6, isCopyReached: true } as const;

test('only a disk without room for two hours, or one that refuses, is bad', () => {
  const told = (reading: Parameters<typeof judgeDisk>[0], more: Partial<typeof needs> | object = {}): string =>
    said(judgeDisk(reading, { ...needs, ...more }));
  expect(told(disk)).toBe('good');
  expect(told(disk, { hoursLeft: 1.99 })).toBe('bad disk-full');
  expect(told(disk, { hoursLeft: 2 })).toBe('look disk-few-hours');
  expect(told({ kind: 'refused', freeBytes: 500e9 })).toBe('bad disk-refuses');
  expect(told({ kind: 'full', freeBytes: 0 })).toBe('bad disk-full');
  expect(told({ kind: 'still', freeBytes: 500e9 })).toBe('look disk-still');
  expect(told({ ...disk, medianSyncMs: 51 })).toBe('look disk-slow');
  expect(told({ ...disk, worstSyncMs: 1001 })).toBe('look disk-slow');
  expect(told({ ...disk, writtenBps: 39e6 })).toBe('look disk-slow');
  expect(told(disk, { isCopyReached: false })).toBe('look copy-away');
  expect(told(disk, { isCopyReached: null, hoursLeft: null, recordBps: 0 })).toBe('good');
});

test('beside a hearing a disk is judged by its room alone', () => {
  const item = judgeDisk(null, needs);
  expect(said(item)).toBe('good');
  expect(item.figures).toEqual({ hoursLeft: 100, recordMbps: 10 });
});

test('a clock is wrong by no more than the way to the server leaves sure', () => {
  const clock = (behindMs: number, roundTripMs = 10): string => said(judgeClock({ behindMs, roundTripMs, stratum: 2 }));
  expect(clock(900)).toBe('good');
  expect(clock(1100)).toBe('look clock-behind');
  expect(clock(-1100)).toBe('look clock-ahead');
  expect(clock(1100, 400)).toBe('good');
  expect(clock(-61_000)).toBe('bad clock-ahead');
  expect(said(judgeClock('silent'))).toBe('look clock-silent');
});

test('a hall of a closed network, where no time server is named, is told so and never amber for it', () => {
  expect(said(judgeClock('none'))).toBe('good clock-none');
});

test('a processor is busy when somebody waits for it, and what is not told is neither good nor bad', () => {
  const reading = { cores: 4, busyShare: 0.5, waitingShare: 0, temperatureC: null, limitC: null };
  const told = (more: Partial<Parameters<typeof judgeProcessor>[0]>, isRecording = true): string =>
    said(judgeProcessor({ ...reading, ...more }, isRecording));
  expect(told({})).toBe('good');
  expect(told({ busyShare: 0.95, waitingShare: 0.5 })).toBe('look processor-busy');
  // Work that gives way to everything keeps nobody waiting.
  expect(told({ busyShare: 1, waitingShare: 0.05 })).toBe('good');
  expect(told({ busyShare: 0.95, waitingShare: null })).toBe('look processor-busy');
  expect(told({ busyShare: 0.8, waitingShare: null })).toBe('good');
  expect(told({ busyShare: 0.8, waitingShare: null }, false)).toBe('look processor-busy');
  expect(told({ temperatureC: 70, limitC: 100 })).toBe('good');
  expect(told({ temperatureC: 93, limitC: 100 })).toBe('look processor-hot');
  expect(told({ temperatureC: 93, limitC: 110 })).toBe('good');
  expect(told({ temperatureC: 90 })).toBe('look processor-hot');
  expect(judgeProcessor(reading, true).figures).toEqual({ cores: 4, busyShare: 0.5, waitingShare: 0 });
});
