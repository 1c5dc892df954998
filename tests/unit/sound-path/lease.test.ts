import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Lease, leaseMs } from '../../../src/sound-path/lease.ts';

let expired = 0;
let isSuccessorComing = false;
let asked = 0;
function newLease(): Lease {
  return new Lease({
    expired: () => void (expired += 1),
    isSuccessorComing() {
      asked += 1;
      return isSuccessorComing;
    },
  });
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  expired = 0;
  asked = 0;
  isSuccessorComing = false;
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the lease of the second way to the sound (L5)', () => {
  it('ends once, within five seconds, when no service is heard and none is starting', () => {
    newLease();
    vi.advanceTimersByTime(leaseMs);
    expect(expired).toBe(0);
    vi.advanceTimersByTime(500);
    expect(expired).toBe(1);
    vi.advanceTimersByTime(60_000);
    expect(expired).toBe(1);
  });

  it('waits for a service that is starting, once and for one lease more', () => {
    const lease = newLease();
    isSuccessorComing = true;
    vi.advanceTimersByTime(leaseMs * 2 - 500);
    expect(lease.isExpired).toBe(false);
    vi.advanceTimersByTime(1000);
    expect(expired).toBe(1);
  });

  it('begins anew when that service is heard', () => {
    const lease = newLease();
    isSuccessorComing = true;
    vi.advanceTimersByTime(leaseMs + 2000);
    lease.renew();
    isSuccessorComing = false;
    vi.advanceTimersByTime(leaseMs - 500);
    expect(lease.isExpired).toBe(false);
    vi.advanceTimersByTime(1000);
    expect(expired).toBe(1);
  });

  it('asks for no service when this process itself stood still beyond the lease', () => {
    const lease = newLease();
    isSuccessorComing = true;
    const silent = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + leaseMs + 1);
    expect(lease.isExpired).toBe(true);
    lease.renew();
    vi.advanceTimersByTime(250);
    expect(expired).toBe(1);
    expect(asked).toBe(0);
    silent.mockRestore();
  });
});
