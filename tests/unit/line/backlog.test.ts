import { describe, expect, it } from 'vitest';
import { Backlog, type WaitingChunk } from '#line/backlog.ts';
import { capturedFrame } from './captured-frames.ts';

const chunk = (seq: number, lengthBytes = 100): WaitingChunk => ({
  seq,
  isJump: false,
  madeAtMs: seq,
  lengthBytes,
  frames: seq === 0 ? [] : [0, 1, 2].map((at) => capturedFrame((seq * 3 + at) * 40_000, at === 0)),
});

function backlogOf(count: number, lengthBytes?: number): Backlog {
  const backlog = new Backlog();
  for (let seq = 0; seq < count; seq += 1) backlog.add(chunk(seq, lengthBytes));
  return backlog;
}

function takeAll(backlog: Backlog): number[] {
  const taken: number[] = [];
  for (let next = backlog.takeNext(); next !== null; next = backlog.takeNext()) taken.push(next.seq);
  return taken;
}

describe('the backlog', () => {
  it('sends again, after a broken connection, exactly what the hall does not have', () => {
    const backlog = backlogOf(5);
    backlog.resume(-1);
    expect(takeAll(backlog)).toEqual([0, 1, 2, 3, 4]);
    backlog.acknowledge(1);
    backlog.resume(2);
    expect(takeAll(backlog)).toEqual([3, 4]);
    expect(backlog.isSent).toBe(true);
    backlog.acknowledge(4);
    expect(backlog.isEmpty).toBe(true);
    expect(backlog.lengthBytes).toBe(0);
    expect(backlog.lastSeq).toBe(4);
  });

  it('lets only 4 MB be under way, and at least one chunk', () => {
    const backlog = backlogOf(4, 3 * 1024 * 1024);
    backlog.resume(-1);
    expect(takeAll(backlog)).toEqual([0]);
    backlog.acknowledge(0);
    expect(takeAll(backlog)).toEqual([1]);
  });

  it('cuts the chunk that a cut falls into, forgets the later ones and sends the cut one again', () => {
    const backlog = backlogOf(4);
    backlog.resume(-1);
    takeAll(backlog);
    backlog.trim(8 * 40_000);
    expect(backlog.lastSeq).toBe(2);
    const again = backlog.takeNext();
    expect(again?.seq).toBe(2);
    expect(again?.frames).toHaveLength(2);
    expect(backlog.takeNext()).toBeNull();
  });

  it('keeps the head of an epoch of which a cut leaves nothing else', () => {
    const backlog = backlogOf(3);
    backlog.trim(0);
    expect(backlog.lastSeq).toBe(0);
  });

  it('knows since when its oldest chunk waits', () => {
    const backlog = backlogOf(3);
    expect(backlog.oldestMadeAtMs).toBe(0);
    backlog.acknowledge(0);
    expect(backlog.oldestMadeAtMs).toBe(1);
    backlog.acknowledge(2);
    expect(backlog.oldestMadeAtMs).toBeNull();
  });
});
