import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { scanChunks, writeMediaChunk } from '#domain/record/chunk.ts';
import { runToEnd } from '../../src/hall/plumbing/index.ts';
import { chunksOf, encodePicture, encodeSound } from './encoded-media.ts';
import { browserSeat, setRecorderStage, until, type RecorderStage } from './recorder-stage.ts';
import { openChunkDoor, TrackSender } from './recorder-window.ts';

const endings: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});
const seats = [browserSeat('camera-1', 'camera'), browserSeat('judge', 'microphone')];

async function begin(options: Parameters<typeof setRecorderStage>[0] = {}) {
  const stage = setRecorderStage(options);
  const door = await openChunkDoor(stage.recorder);
  endings.push(
    () => stage.end(),
    () => door.close(),
  );
  return { stage, door };
}
function sender(stage: RecorderStage, address: string, trackId: string): TrackSender {
  const track = stage.recorder.plan().tracks.find((one) => (one.trackId as string) === trackId)!;
  const made = new TrackSender(address, track);
  endings.push(() => made.close());
  return made;
}
const fileOf = (stage: RecorderStage, trackId: string, epoch = 1): string =>
  path.join(stage.folder, 'tracks', trackId, `${String(epoch).padStart(4, '0')}.mkv`);

test('what two tracks sent lies on disk byte for byte, decodes, and is hashed in segments without a hole', async () => {
  const { stage, door } = await begin();
  const { recorder, told } = stage;
  const [picture, sound] = await Promise.all([encodePicture('testsrc', 10), encodeSound('sine=frequency=440', 10)]);
  expect((await recorder.record(stage.ask(seats))).ok).toBe(true);
  const chunks = {
    'camera-1': chunksOf(picture, { hearingId: stage.hearingId, trackNo: 1, epoch: 1 }, 0),
    judge: chunksOf(sound, { hearingId: stage.hearingId, trackNo: 2, epoch: 1 }, 0),
  };
  for (const [trackId, own] of Object.entries(chunks)) {
    const uplink = sender(stage, door.address, trackId);
    for (const chunk of own) uplink.send(chunk);
    await until('all acks', () => uplink.acked === own.at(-1)!.seq);
    uplink.end('asked', own.at(-1)!.seq);
    await until('the end', () => uplink.said.some((said) => 'ended' in said));
  }
  const closed = await recorder.close({ cutAtUs: null, lamp: 'off' });
  expect(closed).toEqual({ openStreams: [], confirmedBy: ['recorder'], streamsSeen: null });

  for (const [trackId, own] of Object.entries(chunks)) {
    const bytes = readFileSync(fileOf(stage, trackId));
    expect(bytes.equals(Buffer.concat(own.map((chunk) => chunk.bytes)))).toBe(true);
    const decoded = await runToEnd({
      command: 'ffmpeg',
      limitMs: 20_000,
      args: [
        '-v',
        'error',
        '-i',
        fileOf(stage, trackId),
        '-fps_mode',
        'passthrough',
        '-enc_time_base',
        '-1',
        '-f',
        'null',
        '-',
      ],
    });
    expect(decoded).toMatchObject({ code: 0, stderr: '' });
    const segments = told.segments.filter((segment) => (segment.trackId as string) === trackId);
    expect(segments.map((segment) => segment.segment)).toEqual([1, 2, 3]);
    let at = 0;
    for (const segment of segments) {
      expect(segment.offsetBytes).toBe(at);
      expect(segment.sha256).toBe(
        createHash('sha256')
          .update(bytes.subarray(at, at + segment.lengthBytes))
          .digest('hex'),
      );
      at += segment.lengthBytes;
    }
    expect(at).toBe(bytes.length);
    expect(told.closed.find((body) => (body.trackId as string) === trackId)).toMatchObject({
      chunks: own.length,
      lengthBytes: bytes.length,
      fromUs: 0,
      toUs: 10_000_000,
      cause: 'asked',
    });
  }
  expect(told.opened.map((body) => body.codec).sort()).toEqual(['A_OPUS', 'V_MPEG4/ISO/AVC']);
});

test('a connection that drops twice loses nothing and writes nothing twice', async () => {
  const { stage, door } = await begin();
  const sound = await encodeSound('sine=frequency=300', 6);
  await stage.recorder.record(stage.ask([seats[1]!]));
  const chunks = chunksOf(sound, { hearingId: stage.hearingId, trackNo: 1, epoch: 1 }, 0);
  const uplink = sender(stage, door.address, 'judge');
  for (const chunk of chunks) {
    uplink.send(chunk);
    if (chunk.seq === 8 || chunk.seq === 17) door.dropAll();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await until('all acks', () => uplink.acked === chunks.at(-1)!.seq);
  const written = [...scanChunks(readFileSync(fileOf(stage, 'judge')))];
  expect(written.map((chunk) => (chunk.state === 'whole' ? chunk.header.seq : chunk.state))).toEqual(
    chunks.map((chunk) => chunk.seq),
  );
});

test('nothing captured after the cut is written, and a trimmed chunk that comes in its place is', async () => {
  const { stage, door } = await begin();
  const sound = await encodeSound('sine=frequency=300', 3);
  await stage.recorder.record(stage.ask([seats[1]!]));
  const place = { hearingId: stage.hearingId, trackNo: 1, epoch: 1 };
  const chunks = chunksOf(sound, place, 0);
  const uplink = sender(stage, door.address, 'judge');
  for (const chunk of chunks.slice(0, 6)) uplink.send(chunk);
  await until('the first second', () => uplink.acked === 5);
  const closing = stage.recorder.close({ cutAtUs: 1_100_000 });
  for (const chunk of chunks.slice(6, 8)) uplink.send(chunk);
  await new Promise((resolve) => setTimeout(resolve, 200));
  const trimmed = writeMediaChunk({
    ...place,
    seq: 6,
    firstAtUs: 1_000_000,
    lastAtUs: 1_100_000,
    sourceUs: 0,
    isJump: false,
    frames: sound.blocks
      .slice(50, 55)
      .map((block, at) => ({ atUs: 1_000_000 + at * 20_000, isKey: true, bytes: block.bytes })),
  });
  uplink.send({ seq: 6, bytes: trimmed, firstAtUs: 1_000_000, lastAtUs: 1_100_000 });
  await until('the trimmed chunk', () => uplink.acked === 6);
  uplink.end('asked', 6);
  await closing;
  const newest = [...scanChunks(readFileSync(fileOf(stage, 'judge')))].map((chunk) =>
    chunk.state === 'whole' ? chunk.header.lastAtUs : NaN,
  );
  expect(Math.max(...newest)).toBe(1_100_000);
  expect(uplink.said.some((said) => 'fault' in said)).toBe(false);
  expect(stage.recorder.previewsAllowed()).toBe(false);
});

test('a false token, a false place, a hole and a flipped bit are refused and raise an alarm', async () => {
  const { stage, door } = await begin();
  const sound = await encodeSound('sine=frequency=300', 2);
  await stage.recorder.record(stage.ask([seats[1]!]));
  const chunks = chunksOf(sound, { hearingId: stage.hearingId, trackNo: 1, epoch: 1 }, 0);
  const track = stage.recorder.plan().tracks[0]!;
  const refusals: string[] = [];
  const flipped = Uint8Array.from(chunks[1]!.bytes);
  flipped[200]! ^= 1;
  const elsewhere = chunksOf(sound, { hearingId: stage.hearingId, trackNo: 2, epoch: 1 }, 0)[1]!;
  for (const [token, bad] of [
    ['false', null],
    [track.uplinkToken, chunks[2]!],
    [track.uplinkToken, elsewhere],
    [track.uplinkToken, { ...chunks[1]!, bytes: flipped }],
  ] as const) {
    const uplink = new TrackSender(door.address, { ...track, uplinkToken: token });
    if (bad !== null) {
      uplink.send(chunks[0]!);
      uplink.send(bad);
    }
    await until('a refusal', () => uplink.said.some((said) => 'fault' in said));
    refusals.push((uplink.said.find((said) => 'fault' in said)!['fault'] as { args: { why: string } }).args.why);
    uplink.close();
  }
  expect(refusals).toEqual(['token', 'order', 'other-place', 'structure']);
  expect([...scanChunks(readFileSync(fileOf(stage, 'judge')))]).toHaveLength(1);
  expect(stage.told.raised.map((fault) => fault.key)).toContain('recorder.chunk-refused');
});

test('a lost device gets a new epoch of the same track and the hole between is a gap', async () => {
  const { stage, door } = await begin();
  const sound = await encodeSound('sine=frequency=300', 2);
  await stage.recorder.record(stage.ask([seats[1]!]));
  const first = sender(stage, door.address, 'judge');
  const chunks = chunksOf(sound, { hearingId: stage.hearingId, trackNo: 1, epoch: 1 }, 0);
  for (const chunk of chunks) first.send(chunk);
  await until('the first epoch', () => first.acked === chunks.at(-1)!.seq);
  first.end('device-lost', chunks.at(-1)!.seq);
  await until('a new epoch', () => stage.recorder.plan().tracks[0]?.epoch === 2);
  const second = sender(stage, door.address, 'judge');
  const later = chunksOf(sound, { hearingId: stage.hearingId, trackNo: 1, epoch: 2 }, 5_000_000);
  for (const chunk of later) second.send(chunk);
  await until('the second epoch', () => second.acked === later.at(-1)!.seq);
  expect(stage.told.gaps).toEqual([{ trackId: 'judge', fromUs: 2_000_000, toUs: 5_000_000, cause: 'device-lost' }]);
  expect(stage.told.closed[0]).toMatchObject({ epoch: 1, cause: 'device-lost' });
});

test('the gap begins with the last chunk on disk, though the device was lost while chunks were still being written', async () => {
  const { stage, door } = await begin();
  const sound = await encodeSound('sine=frequency=300', 2);
  await stage.recorder.record(stage.ask([seats[1]!]));
  const first = sender(stage, door.address, 'judge');
  const [head, ...chunks] = chunksOf(sound, { hearingId: stage.hearingId, trackNo: 1, epoch: 1 }, 0);
  first.send(head!);
  await until('the head', () => first.acked === 0);
  for (const chunk of chunks) first.send(chunk);
  first.end('device-lost', chunks.at(-1)!.seq);
  await until('a new epoch', () => stage.recorder.plan().tracks[0]?.epoch === 2);
  const second = sender(stage, door.address, 'judge');
  const later = chunksOf(sound, { hearingId: stage.hearingId, trackNo: 1, epoch: 2 }, 5_000_000);
  for (const chunk of later) second.send(chunk);
  await until('the gap', () => stage.told.gaps.length > 0);
  expect(stage.told.gaps).toEqual([{ trackId: 'judge', fromUs: 2_000_000, toUs: 5_000_000, cause: 'device-lost' }]);
});

test('a window that ends an epoch which nobody asked it to end is given the next one', async () => {
  const { stage, door } = await begin();
  const sound = await encodeSound('sine=frequency=300', 2);
  await stage.recorder.record(stage.ask([seats[1]!]));
  const uplink = sender(stage, door.address, 'judge');
  const chunks = chunksOf(sound, { hearingId: stage.hearingId, trackNo: 1, epoch: 1 }, 0);
  for (const chunk of chunks) uplink.send(chunk);
  await until('the first epoch', () => uplink.acked === chunks.at(-1)!.seq);
  uplink.end('asked', chunks.at(-1)!.seq);
  await until('a new epoch', () => stage.recorder.plan().tracks[0]?.epoch === 2);
  await until('the old epoch closed', () => stage.told.closed.length === 1);
  expect(stage.told.closed[0]).toMatchObject({ epoch: 1, chunks: chunks.length });
});

test('a fresh recorder window gets new epochs, one that came back goes on with the old ones', async () => {
  const { stage, door } = await begin();
  const sound = await encodeSound('sine=frequency=300', 2);
  await stage.recorder.record(stage.ask([seats[1]!]));
  const uplink = sender(stage, door.address, 'judge');
  const chunks = chunksOf(sound, { hearingId: stage.hearingId, trackNo: 1, epoch: 1 }, 0);
  for (const chunk of chunks.slice(0, 4)) uplink.send(chunk);
  await until('some sound', () => uplink.acked === 3);
  stage.recorder.windowGone('recorder');
  expect(stage.told.raised.map((fault) => fault.key)).toContain('recorder.not-connected');
  stage.recorder.windowCame('recorder', 'back');
  expect(stage.recorder.plan().tracks[0]?.epoch).toBe(1);
  stage.recorder.windowGone('recorder');
  stage.recorder.windowCame('recorder', 'new');
  expect(stage.recorder.plan().tracks[0]?.epoch).toBe(2);
  await until('the old epoch closed', () => stage.told.closed.length === 1);
  expect(stage.told.closed[0]).toMatchObject({ epoch: 1, chunks: 4, cause: 'connection-lost' });
});

test('a service that died goes on with the epoch it left, and the window sends what was not acknowledged', async () => {
  const { stage, door } = await begin();
  const sound = await encodeSound('sine=frequency=300', 10);
  const ask = stage.ask([seats[1]!]);
  await stage.recorder.record(ask);
  const uplink = sender(stage, door.address, 'judge');
  const chunks = chunksOf(sound, { hearingId: stage.hearingId, trackNo: 1, epoch: 1 }, 0);
  for (const chunk of chunks.slice(0, 30)) uplink.send(chunk);
  await until('six seconds', () => uplink.acked === 29 && stage.told.segments.length === 1);
  uplink.close();
  await stage.recorder.dispose();

  const [sealed] = stage.told.segments;
  const next = await begin({ folder: stage.folder, hearingId: stage.hearingId });
  await next.stage.recorder.record({
    ...ask,
    openEpochs: () => [{ epoch: 1, segments: 1, sealedBytes: sealed!.lengthBytes, fromUs: 0 }],
  });
  const again = sender(next.stage, next.door.address, 'judge');
  for (const chunk of chunks) again.send(chunk);
  await until('the rest', () => again.acked === chunks.at(-1)!.seq);
  expect(again.said.find((said) => 'have' in said)).toEqual({ have: 29 });
  again.end('asked', chunks.at(-1)!.seq);
  await next.stage.recorder.close({ cutAtUs: null });
  expect(readFileSync(fileOf(stage, 'judge')).equals(Buffer.concat(chunks.map((chunk) => chunk.bytes)))).toBe(true);
  expect(next.stage.told.opened).toEqual([]);
  expect(
    next.stage.told.segments.map(({ segment, offsetBytes }) => [segment, offsetBytes === sealed!.lengthBytes])[0],
  ).toEqual([2, true]);
  expect(next.stage.told.closed[0]).toMatchObject({ chunks: chunks.length, fromUs: 0, toUs: 10_000_000 });
});

test('silence ordered while devices are still being opened wins', async () => {
  const { stage } = await begin({ isAnswering: false });
  const recording = stage.recorder.record(stage.ask([seats[1]!]));
  const closing = stage.recorder.close({ cutAtUs: 0 });
  stage.recorder.windowCame('recorder', 'new');
  await Promise.all([recording, closing]);
  expect(stage.recorder.plan().mode).toBe('closed');
  expect(stage.told.plans.every((plan) => plan.mode === 'closed')).toBe(true);
});

test('a window that does not confirm is named among what may still be open', async () => {
  const { stage } = await begin({ tuning: { closeWithinMs: 600 } });
  stage.recorder.windowCame('console', 'new');
  stage.recorder.windowCame('bench', 'new');
  stage.recorder.warm(seats);
  const closing = stage.recorder.close({ cutAtUs: null });
  stage.recorder.previewClosed('bench', stage.recorder.plan().planNo);
  const closed = await closing;
  expect(closed.openStreams).toEqual(['console: no answer']);
  expect(closed.confirmedBy).toEqual(['recorder', 'bench']);
  expect(stage.told.raised).toContainEqual({ key: 'recorder.still-open', args: { streams: 'console: no answer' } });
});

test('devices that are ordered to open again before everybody said that they are closed are no alarm', async () => {
  const { stage } = await begin({ tuning: { closeWithinMs: 300 } });
  stage.recorder.windowCame('console', 'new');
  stage.recorder.warm(seats);
  const closing = stage.recorder.close({ cutAtUs: null });
  stage.recorder.warm(seats);
  expect((await closing).openStreams).not.toEqual([]);
  expect(stage.told.raised).toEqual([]);
});
