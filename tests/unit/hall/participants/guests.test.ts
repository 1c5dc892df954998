import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { createGuests } from '../../../../src/hall/participants/guests.ts';
import { createTriedAddresses } from '../../../../src/hall/participants/tried-addresses.ts';

type Fake = EventEmitter & { remoteAddress: string; remotePort: number; isDestroyed: boolean; destroy(): void };
let ports = 0;
function come(remoteAddress: string): Fake {
  ports += 1;
  return Object.assign(new EventEmitter(), {
    ...{ remoteAddress, remotePort: ports, isDestroyed: false },
    destroy(this: Fake) {
      this.isDestroyed = true;
      this.emit('close');
    },
  });
}
function reception() {
  const shutOut: string[] = [];
  let nowMs = 0;
  const guests = createGuests({ nowMs: () => nowMs, onShutOut: (address) => shutOut.push(address) });
  const add = (fake: Fake): Fake => {
    guests.add(fake as unknown as Socket);
    return fake;
  };
  return { guests, shutOut, add, pass: (ms: number) => (nowMs += ms) };
}

test('one address that opens too many connections loses its own oldest', () => {
  const { add, shutOut } = reception();
  const other = add(come('10.0.0.2'));
  const crowd = Array.from({ length: 41 }, () => add(come('10.0.0.1')));
  expect(crowd[0]!.isDestroyed).toBe(true);
  expect(crowd.slice(1).some(({ isDestroyed }) => isDestroyed)).toBe(false);
  expect(other.isDestroyed).toBe(false);
  expect(shutOut).toEqual(['10.0.0.1']);
});

test('a crowd of many addresses pushes out strangers, never who has said the code word', () => {
  const { guests, add } = reception();
  const known = add(come('10.0.0.1'));
  guests.known({ address: known.remoteAddress, remotePort: known.remotePort });
  const crowd = Array.from({ length: 300 }, (_, at) => add(come(`10.0.1.${String(at % 10)}`)));
  expect(known.isDestroyed).toBe(false);
  expect(crowd.filter(({ isDestroyed }) => !isDestroyed)).toHaveLength(255);
});

test('who asks too much waits, and may ask again later', () => {
  const { guests, pass } = reception();
  const asked = Array.from({ length: 100 }, () => guests.mayAsk('10.0.0.1'));
  expect(asked.filter(Boolean)).toHaveLength(60);
  expect(guests.mayAsk('10.0.0.2')).toBe(true);
  pass(1000);
  expect(guests.mayAsk('10.0.0.1')).toBe(true);
});

test('an address that guesses over many links waits ever longer, until somebody there is right', () => {
  let nowMs = 0;
  const tried = createTriedAddresses(() => nowMs);
  for (let times = 0; times < 3; times += 1) tried.wrong('10.0.0.1');
  expect(tried.waitS('10.0.0.1')).toBe(0);
  for (let times = 0; times < 4; times += 1) tried.wrong('10.0.0.1');
  expect(tried.waitS('10.0.0.1')).toBe(8);
  expect(tried.waitS('10.0.0.2')).toBe(0);
  nowMs += 8000;
  expect(tried.waitS('10.0.0.1')).toBe(0);
  tried.right('10.0.0.1');
  tried.wrong('10.0.0.1');
  expect(tried.waitS('10.0.0.1')).toBe(0);
});
