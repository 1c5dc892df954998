import { createServer, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { WebSocketServer, type WebSocket as ServerSocket } from 'ws';
import type { UplinkAnswer, UplinkQueue } from '#contract/capture.ts';
import type { HearingId, TrackId } from '#domain/ids.ts';
import { readChunk } from '#domain/record/chunk.ts';
import { EpochWriter, type EpochEvents } from '#line/epoch-writer.ts';
import { capturedFrame } from './captured-frames.ts';

/* The writer over a real socket against a small hall that keeps chunks and answers as the contract says. */

type SmallHall = {
  address: string;
  /** Sequence numbers and frame times of what is "on disk". */
  kept: { seq: number; atMs: number[] }[];
  ends: unknown[];
  queues: UplinkQueue[];
  /** Takes chunks without acknowledging them, as a hall that dies before its disk has answered. */
  isDeaf: boolean;
  cutAtUs: number;
  firstAnswer: UplinkAnswer | null;
  dropAll(): void;
  close(): Promise<void>;
};

const open: SmallHall[] = [];
const writers: EpochWriter[] = [];
afterEach(async () => {
  for (const writer of writers.splice(0)) writer.abandon();
  for (const hall of open.splice(0)) await hall.close();
});

async function startHall(firstAnswer: UplinkAnswer | null = null): Promise<SmallHall> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await new Promise((resolve) => server.once('listening', resolve));
  const hall: SmallHall = {
    address: `ws://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    kept: [],
    ends: [],
    queues: [],
    isDeaf: false,
    cutAtUs: Infinity,
    firstAnswer,
    dropAll: () => server.clients.forEach((client) => client.terminate()),
    close: () =>
      new Promise((resolve) => {
        hall.dropAll();
        server.close(() => resolve());
      }),
  };
  server.on('connection', (socket: ServerSocket) => {
    const say = (answer: UplinkAnswer): void => socket.send(JSON.stringify(answer));
    socket.on('message', (content: Buffer, isBinary) => {
      if (isBinary) {
        const chunk = readChunk(content);
        if (chunk.state !== 'whole') throw new Error(chunk.state);
        const { seq, lastAtUs } = chunk.header;
        if (lastAtUs > hall.cutAtUs || seq > hall.kept.length) return;
        if (seq === hall.kept.length) hall.kept.push({ seq, atMs: chunk.frames.map((frame) => frame.atMs) });
        if (!hall.isDeaf) say({ ack: seq });
        return;
      }
      const asked = JSON.parse(content.toString()) as Record<string, unknown>;
      if ('hello' in asked) {
        say(hall.firstAnswer ?? { have: hall.kept.length - 1 });
        hall.firstAnswer = null;
      } else if ('ping' in asked) say({ pong: asked['ping'] as number, monotonicUs: 42 });
      else if ('queue' in asked) hall.queues.push(asked['queue'] as UplinkQueue);
      else if (!('beat' in asked)) {
        hall.ends.push(asked);
        say({ ended: 1 });
      }
    });
  });
  open.push(hall);
  return hall;
}

function startWriter(hall: SmallHall, limitBytes = 1e6) {
  const events = {
    pinged: vi.fn(),
    flowed: vi.fn(),
    finished: vi.fn(),
    failed: vi.fn(),
    late: vi.fn(),
  } satisfies EpochEvents;
  const writer = new EpochWriter(
    {
      hearingId: '3f0c2b1e-9d54-4f6a-8c7b-0a1b2c3d4e5f' as HearingId,
      trackId: 'camera-1' as TrackId,
      trackNo: 1,
      epoch: 1,
      token: 'token',
      address: hall.address,
      limitBytes,
    },
    events,
  );
  writers.push(writer);
  return { writer, events };
}

const codec = { kind: 'video', width: 320, height: 240, codecPrivate: new Uint8Array(4) } as const;
const addFrames = (writer: EpochWriter, from: number, to: number, lengthBytes?: number): void => {
  for (let at = from; at < to; at += 1)
    writer.add(capturedFrame(at * 40_000, at % 25 === 0, 40_000, lengthBytes), false);
};
const everyFrame = (count: number): number[] => Array.from({ length: count }, (_, at) => at * 40);

describe('the epoch writer', () => {
  it('tells a hall whose disk stands still how much waits, since when, and how much may', async () => {
    const hall = await startHall();
    hall.isDeaf = true;
    const { writer } = startWriter(hall, 40_000);
    writer.begin(codec);
    addFrames(writer, 0, 50, 100);
    expect(hall.queues).toEqual([]);
    await vi.waitFor(() => expect(hall.kept.length).toBeGreaterThan(0));
    await new Promise((resolve) => setTimeout(resolve, 2100));
    addFrames(writer, 50, 100, 100);
    await vi.waitFor(() => expect(hall.queues.length).toBeGreaterThan(0));
    const { bytes, limitBytes, oldestMs } = hall.queues.at(-1)!;
    expect(limitBytes).toBe(40_000);
    expect(bytes).toBeGreaterThanOrEqual(5000);
    expect(bytes).toBeLessThanOrEqual(10_000);
    expect(oldestMs).toBeGreaterThan(2000);
  });

  it('brings every frame to the hall in order, tells that it flows, and ends', async () => {
    const hall = await startHall();
    const { writer, events } = startWriter(hall);
    writer.begin(codec);
    addFrames(writer, 0, 60);
    await vi.waitFor(() => expect(events.flowed).toHaveBeenCalledOnce());
    writer.end('asked');
    await vi.waitFor(() => expect(events.finished).toHaveBeenCalledOnce());
    expect(hall.kept.flatMap(({ atMs }) => atMs)).toEqual(everyFrame(60));
    expect(hall.ends).toEqual([{ end: 1, lastSeq: hall.kept.length - 1, cause: 'asked' }]);
  });

  it('leaves one who takes the connection and never answers, and goes where the hall is', async () => {
    const hall = await startHall();
    const mute = createServer(() => {});
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const { writer, events } = startWriter({
      ...hall,
      address: `ws://127.0.0.1:${String((mute.address() as AddressInfo).port)}`,
    });
    writer.begin(codec);
    addFrames(writer, 0, 60);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(events.flowed).not.toHaveBeenCalled();
    writer.moveTo(hall.address);
    await vi.waitFor(() => expect(events.flowed).toHaveBeenCalledOnce(), 1500);
    writer.end('asked');
    await vi.waitFor(() => expect(events.finished).toHaveBeenCalledOnce());
    expect(hall.kept.flatMap(({ atMs }) => atMs)).toEqual(everyFrame(60));
    mute.close();
  });

  it("measures the hall's clock while it sends", async () => {
    const hall = await startHall();
    const { writer, events } = startWriter(hall);
    writer.begin(codec);
    addFrames(writer, 0, 60);
    await vi.waitFor(() => expect(events.pinged).toHaveBeenCalled(), 5000);
    expect(events.pinged.mock.lastCall?.[0]).not.toHaveLength(0);
  });

  it('loses and doubles nothing when the connection breaks at any moment', async () => {
    const hall = await startHall();
    const { writer, events } = startWriter(hall);
    writer.begin(codec);
    for (let round = 0; round < 5; round += 1) {
      hall.isDeaf = round % 2 === 1;
      addFrames(writer, round * 20, round * 20 + 20);
      await new Promise((resolve) => setTimeout(resolve, 20));
      hall.dropAll();
    }
    hall.isDeaf = false;
    writer.end('device-lost');
    await vi.waitFor(() => expect(events.finished).toHaveBeenCalledOnce(), 3000);
    expect(hall.kept.flatMap(({ atMs }) => atMs)).toEqual(everyFrame(100));
    expect(hall.ends.at(-1)).toMatchObject({ cause: 'device-lost' });
  });

  it('sends nothing that was captured after a cut, also of chunks that were under way (L5)', async () => {
    const hall = await startHall();
    const { writer, events } = startWriter(hall);
    writer.begin(codec);
    hall.cutAtUs = 25 * 40_000 + 90_000;
    addFrames(writer, 0, 60);
    await vi.waitFor(() => expect(hall.kept.length).toBeGreaterThan(4));
    writer.cutAt(hall.cutAtUs);
    addFrames(writer, 60, 70);
    writer.end('asked');
    await vi.waitFor(() => expect(events.finished).toHaveBeenCalledOnce());
    expect(hall.kept.flatMap(({ atMs }) => atMs)).toEqual(everyFrame(27));
  });

  it('tells once that its backlog is nearly full and that it is full', async () => {
    const hall = await startHall();
    hall.isDeaf = true;
    const { writer, events } = startWriter(hall, 60_000);
    writer.begin(codec);
    addFrames(writer, 0, 25, 1000);
    expect(writer.hasRoom).toBe(true);
    expect(events.late).not.toHaveBeenCalled();
    addFrames(writer, 25, 75, 1000);
    expect(writer.hasRoom).toBe(false);
    expect(events.late).toHaveBeenCalledOnce();
  });

  it('has the hall close an epoch that somebody else began, so that it gets a new one', async () => {
    const hall = await startHall({ have: 7 });
    const { events } = startWriter(hall);
    await vi.waitFor(() => expect(hall.ends).toEqual([{ end: 1, lastSeq: 7, cause: 'device-lost' }]));
    expect(events.failed).toHaveBeenCalledExactlyOnceWith({
      key: 'recorder.chunk-refused',
      args: { track: 'camera-1', why: 'epoch-used' },
    });
  });

  it('gives an epoch up that the hall refuses, and asks for another', async () => {
    const hall = await startHall({
      fault: { key: 'recorder.chunk-refused', args: { track: 'camera-1', why: 'order' } },
    });
    const { writer, events } = startWriter(hall);
    await vi.waitFor(() => expect(events.failed).toHaveBeenCalledOnce());
    writer.begin(codec);
    addFrames(writer, 0, 30);
    hall.dropAll();
    await vi.waitFor(() => expect(hall.ends).toEqual([{ end: 1, lastSeq: -1, cause: 'device-lost' }]));
    expect(hall.kept).toEqual([]);
  });

  it('goes where the hall listens after its restart', async () => {
    const before = await startHall();
    const { writer } = startWriter(before);
    writer.begin(codec);
    await vi.waitFor(() => expect(before.kept).toHaveLength(1));
    const after = await startHall();
    after.kept = before.kept;
    writer.moveTo(after.address);
    await before.close();
    addFrames(writer, 0, 30);
    await vi.waitFor(() => expect(after.kept.length).toBeGreaterThan(4));
  });
});
