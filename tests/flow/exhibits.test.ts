import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { ExhibitPaper } from '#domain/exhibits/exhibit.ts';
import type { ExhibitId, HearingId } from '#domain/ids.ts';
import { entriesOf } from '../stage/record-files.ts';
import {
  bring,
  brought,
  folderOf,
  journal,
  lying,
  peerOf,
  pictureOf,
  send,
  sha256Of,
  startExhibitPair,
  transfer,
  type ExhibitPair,
} from './exhibit-pair.ts';
import { bothUp, pairScripted, startLinkedHall, type LinkedHall, type ScriptedHall } from './hall-pair.ts';
import { until } from './start-service.ts';

/* P36: exhibits between two real services. The colony dials; the court is dialled. */

let pair: ExhibitPair;
let court: LinkedHall;
let colony: LinkedHall;
let courtHearing: HearingId;
beforeAll(async () => {
  pair = await startExhibitPair();
  ({ court, colony } = pair);
});
afterAll(() => pair.close());

describe('before a hearing', () => {
  test('no exhibit is added, sent or shown', async () => {
    const exhibitId = randomUUID();
    for (const outcome of [
      await court.console.ask('exhibit.add', { name: 'x', lengthBytes: 10 }),
      await court.console.ask('exhibit.send', { exhibitId, peerId: peerOf(court) }),
      await court.console.ask('exhibit.show', { exhibitId, page: 1 }),
      await court.console.ask('exhibit.hide', {}),
    ])
      expect(outcome).toMatchObject({ ok: false, fault: { key: 'hearing.unknown' } });
  });
});

describe('a paired hall that keeps to no rules', () => {
  const scratch = mkdtempSync(path.join(tmpdir(), 'tarazy-exhibit-script-'));
  let hall: LinkedHall;
  let script: ScriptedHall;
  beforeAll(async () => {
    hall = await startLinkedHall();
    script = await pairScripted(hall, scratch);
  });
  afterAll(async () => {
    script.close();
    await hall.close();
    rmSync(scratch, { recursive: true, force: true });
  });
  const token = 'c'.repeat(32);
  const paper: ExhibitPaper = {
    exhibitId: randomUUID() as ExhibitId,
    name: 'x',
    format: 'pdf',
    lengthBytes: 100,
    sha256: 'd'.repeat(64),
  };

  test('is refused what it offers where no hearing is held, and no stream of it is listened to', async () => {
    script.say({ say: 'exhibit.offered', token, paper });
    await until(() => script.heard.some(({ say }) => say === 'exhibit.refused'), 3000, 'it is refused');
    expect(script.heard.find(({ say }) => say === 'exhibit.refused')).toMatchObject({ token, why: 'no-hearing' });
    const { key, certificate } = script.identity;
    const stream = new WebSocket(`wss://127.0.0.1:${String(hall.port)}/v1/exhibit/${token}`, {
      // Whom this hall lets in is asked, not who it is.
      ...{ key, cert: certificate, rejectUnauthorized: false },
    });
    stream.on('error', () => {});
    await once(stream, 'close');
    script.say({ say: 'exhibit.shown', exhibitId: paper.exhibitId, sha256: paper.sha256, page: 1 });
    expect(hall.console.state()!.hearing).toBeNull();
  });

  test('is cut off when it announces more than anybody may send', async () => {
    script.say({ say: 'exhibit.offered', token, paper: { ...paper, lengthBytes: 200 * 1024 * 1024 + 1 } });
    await hall.console.until(({ peers }) => peers[0]?.link !== 'up', 3000, 'the link is cut');
  });
});

describe('in a hearing', () => {
  beforeAll(async () => {
    [courtHearing] = await pair.openHearings();
  });

  test('an exhibit is kept with its hash, under its own id, and its name is only for people', async () => {
    const bytes = pictureOf(300_000);
    const exhibitId = await brought(court, bytes, '..\\..\\evil\u202E/Contract.png');
    expect(lying(court)).toEqual([`${exhibitId}.png`]);
    expect(readFileSync(path.join(folderOf(court), `${exhibitId}.png`)).equals(bytes)).toBe(true);
    const [added] = entriesOf(journal(court), 'exhibit.added');
    expect(added).toMatchObject({
      author: { role: 'secretary' },
      body: {
        exhibitId,
        name: 'Contract.png',
        format: 'png',
        lengthBytes: 300_000,
        sha256: sha256Of(bytes),
        isClosed: false,
      },
    });
    const { exhibits } = await court.console.must('exhibit.list', { hearingId: courtHearing });
    expect(exhibits).toMatchObject([{ exhibitId, name: 'Contract.png', peerId: null }]);
    const served = await fetch(exhibits[0]!.url);
    expect(served.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await served.arrayBuffer()).equals(bytes)).toBe(true);
    await court.console.until(({ hearing }) => hearing?.exhibits === 1, 2000, 'the windows know of it');
  });

  test('what is too large or no paper or picture is refused with its code and leaves nothing', async () => {
    const before = lying(court);
    const large = await court.console.ask('exhibit.add', { name: 'x', lengthBytes: 200 * 1024 * 1024 + 1 });
    expect(large).toMatchObject({ ok: false, fault: { key: 'exhibit.too-large', args: { mostMb: 200 } } });
    const page = await bring(court, Buffer.from('<!DOCTYPE html><script>alert(1)</script>'), 'Picture.png');
    expect(page).toMatchObject({ ok: false, fault: { key: 'exhibit.wrong-type' } });
    expect(lying(court)).toEqual(before);
    expect(entriesOf(journal(court), 'exhibit.added')).toHaveLength(1);
  });

  test('a place for a file is good once, and for exactly as many bytes as were announced', async () => {
    const { url } = await court.console.must('exhibit.add', { name: 'x', lengthBytes: 100 });
    const short = await fetch(url, { method: 'PUT', body: new Uint8Array(pictureOf(99)) });
    expect(await short.json()).toMatchObject({ ok: false, fault: { key: 'api.malformed' } });
    expect((await fetch(url, { method: 'PUT', body: new Uint8Array(pictureOf(100)) })).status).toBe(404);
    const foreign = await fetch(url, { method: 'PUT', headers: { origin: 'https://example.org' }, body: 'x' });
    expect(foreign.status).toBe(403);
    expect(lying(court)).toHaveLength(1);
  });

  test('nothing goes to a hall that takes no part in it', async () => {
    const exhibitId = await brought(court, pictureOf(1000));
    expect(await send(court, exhibitId)).toMatchObject({ ok: false, fault: { key: 'exhibit.not-on-line' } });
  });
});

describe('an exhibit of 20 MB', () => {
  beforeAll(async () => {
    await pair.call();
    await pair.hangUp();
  });

  test.each([
    ['from the hall that is dialled', () => [court, colony] as const],
    ['from the hall that dials', () => [colony, court] as const],
  ])('arrives with its hash %s, and both journals say so', async (_from, halls) => {
    const [from, to] = halls();
    const bytes = pictureOf(20 * 1024 * 1024);
    const exhibitId = await brought(from, bytes, 'Bound file.png');
    expect(await send(from, exhibitId)).toMatchObject({ ok: true });
    await transfer(from, exhibitId, 'done');
    expect(await transfer(to, exhibitId, 'done')).toMatchObject({ way: 'in', doneBytes: bytes.length, fault: null });
    expect(sha256Of(readFileSync(path.join(folderOf(to), `${exhibitId}.png`)))).toBe(sha256Of(bytes));
    await until(
      () => entriesOf(journal(from), 'exhibit.sent').some(({ body }) => body.exhibitId === exhibitId),
      3000,
      'it is journaled',
    );
    const what = { exhibitId, lengthBytes: bytes.length, sha256: sha256Of(bytes) };
    expect(entriesOf(journal(from), 'exhibit.sent').at(-1)).toMatchObject({
      author: { role: 'secretary' },
      body: { ...what, peerId: peerOf(from) },
    });
    expect(entriesOf(journal(to), 'exhibit.received').at(-1)).toMatchObject({
      body: { ...what, name: 'Bound file.png', peerId: peerOf(to) },
    });
    // Once more costs nothing: it lies there.
    const carried = pair.cable.carriedBytes();
    expect(await send(from, exhibitId)).toMatchObject({ ok: true });
    await until(
      () => entriesOf(journal(from), 'exhibit.sent').filter(({ body }) => body.exhibitId === exhibitId).length === 2,
      3000,
      'it is there',
    );
    expect(pair.cable.carriedBytes() - carried).toBeLessThan(100_000);
  });

  test('is refused there when a byte of it was altered on the way, and the record that holds it is no longer whole', async () => {
    const bytes = pictureOf(200_000);
    const exhibitId = await brought(court, bytes);
    const file = path.join(folderOf(court), `${exhibitId}.png`);
    bytes[100_000] = bytes[100_000]! ^ 1;
    writeFileSync(file, bytes);
    await send(court, exhibitId);
    expect(await transfer(court, exhibitId, 'failed')).toMatchObject({ fault: { key: 'exhibit.altered' } });
    expect(await transfer(colony, exhibitId, 'failed')).toMatchObject({ fault: { key: 'exhibit.altered' } });
    expect(lying(colony).filter((name) => name.startsWith(exhibitId))).toEqual([]);
    expect(entriesOf(journal(colony), 'exhibit.received').map(({ body }) => body.exhibitId)).not.toContain(exhibitId);
    const verified = await court.console.must('record.verify', { hearingId: courtHearing });
    expect(verified.damages).toMatchObject([{ what: 'flipped', file: path.join('exhibits', `${exhibitId}.png`) }]);
    bytes[100_000] = bytes[100_000] ^ 1;
    writeFileSync(file, bytes);
    expect(await court.console.must('record.verify', { hearingId: courtHearing })).toMatchObject({
      intact: true,
    });
  });
});

describe('while a call is on', () => {
  beforeAll(() => pair.call());

  test('an exhibit goes at 1 Mbit/s where nothing was measured, and is gone on with after a cut', async () => {
    const bytes = pictureOf(1024 * 1024);
    const exhibitId = await brought(court, bytes);
    const beganMs = performance.now();
    const carried = pair.cable.carriedBytes();
    await send(court, exhibitId);
    await court.console.until(({ transfer }) => transfer!.doneBytes > bytes.length / 3, 10_000, 'a third is there');
    const going = await colony.console.until(
      ({ transfer }) => transfer!.remainingMs !== null,
      3000,
      'it tells how long',
    );
    expect(going.transfer!.remainingMs).toBeGreaterThan(1000);
    pair.cable.hangUp();
    await bothUp(court, colony);
    await transfer(court, exhibitId, 'done', 30_000);
    const tookMs = performance.now() - beganMs;
    expect(sha256Of(readFileSync(path.join(folderOf(colony), `${exhibitId}.png`)))).toBe(sha256Of(bytes));
    // Anew from the beginning it would be a third more.
    expect(pair.cable.carriedBytes() - carried).toBeLessThan(bytes.length * 1.2);
    expect(tookMs).toBeGreaterThan((bytes.length * 8) / 1000);
  });

  test('either hall ends it, one goes at a time, and nothing of it is kept', async () => {
    const bytes = pictureOf(2 * 1024 * 1024);
    const exhibitId = await brought(court, bytes);
    for (const ender of [court, colony]) {
      await send(court, exhibitId);
      // Both have it: the one before stands in the state of each until the new one does.
      for (const hall of [court, colony])
        await hall.console.until(
          (state) => state.transfer?.state === 'going' && state.transfer.doneBytes > 100_000,
          10_000,
          'it goes',
        );
      expect(await send(court, exhibitId)).toMatchObject({ ok: false, fault: { key: 'exhibit.another-goes' } });
      await ender.console.must('exhibit.cancel', {});
      await transfer(court, exhibitId, 'cancelled');
      await transfer(colony, exhibitId, 'cancelled');
      await until(() => !lying(colony).some((name) => name.startsWith(exhibitId)), 2000, 'nothing of it lies there');
    }
    expect(await court.console.ask('exhibit.cancel', {})).toMatchObject({
      ok: false,
      fault: { key: 'exhibit.none-goes' },
    });
  });
});
