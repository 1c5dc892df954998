import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createStrangers } from '../../../../src/hall/peers/strangers.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

class StandInSocket extends EventEmitter {
  isDestroyed = false;
  readonly remoteAddress: string;
  readonly remotePort: number;

  constructor(remoteAddress: string, remotePort: number) {
    super();
    this.remoteAddress = remoteAddress;
    this.remotePort = remotePort;
  }

  destroy(): void {
    this.isDestroyed = true;
    this.emit('close');
  }
}
const socketOf = (address: string, port: number) => new StandInSocket(address, port);
const asSocket = (socket: StandInSocket): Socket => socket as unknown as Socket;

test('who crowds the port pushes himself out, and never one who came from elsewhere', () => {
  const pushed: string[] = [];
  const strangers = createStrangers((address, why) => pushed.push(`${address} ${why}`));
  const honest = socketOf('10.0.0.1', 1);
  strangers.add(asSocket(honest));
  const crowd = Array.from({ length: 500 }, (_, index) => socketOf('10.0.0.2', index));
  for (const socket of crowd) strangers.add(asSocket(socket));
  expect(new Set(pushed)).toEqual(new Set(['10.0.0.2 too many at once']));
  expect(honest.isDestroyed).toBe(false);
  expect(crowd.filter((socket) => !socket.isDestroyed)).toHaveLength(63);
});

test('one that proves nothing in three seconds is shut out; one that does is left alone', () => {
  const told: string[] = [];
  const strangers = createStrangers((_address, why) => told.push(why));
  const [silent, known, joiner] = [1, 2, 3].map((port) => socketOf('10.0.0.1', port));
  for (const socket of [silent!, known!, joiner!]) strangers.add(asSocket(socket));
  strangers.proved(known!, 'known');
  strangers.proved(joiner!, 'joiner');
  vi.advanceTimersByTime(3001);
  expect([silent, known, joiner].map((socket) => socket!.isDestroyed)).toEqual([true, false, false]);
  expect(told).toEqual(['too slow']);
});
