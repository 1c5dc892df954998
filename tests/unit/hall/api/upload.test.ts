import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fault } from '#domain/faults.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { waitFor } from '../actions/stand-in-hall.ts';
import { openDoor, type OpenDoor } from './open-door.ts';

const token = 'a'.repeat(32);
let door: OpenDoor;
let address: string;
let got: Buffer[];
let ends: string[];
let outcome: Outcome<unknown>;
let isDiskFull: boolean;
beforeEach(async () => {
  got = [];
  ends = [];
  outcome = done({ exhibitId: 'x' });
  isDiskFull = false;
  door = await openDoor(
    {},
    {
      openUpload: async (asked) =>
        asked !== token
          ? null
          : {
              lengthBytes: 10,
              async write(bytes) {
                got.push(Buffer.from(bytes));
                return !isDiskFull;
              },
              async finish() {
                ends.push('finished');
                return outcome;
              },
              async leave() {
                ends.push('left');
              },
            },
    },
  );
  address = `http://127.0.0.1:${door.api.port}/v1/exhibits`;
});
afterEach(() => door.close());

const put = (body: string, headers: Record<string, string> = {}) =>
  fetch(`${address}/${token}`, { method: 'PUT', body, headers });

describe('a file that a window brings', () => {
  test('goes to whoever gave the token, and is answered as by a verb', async () => {
    const answered = await put('0123456789', { origin: 'tarazy://app' });
    expect(answered.headers.get('access-control-allow-origin')).toBe('tarazy://app');
    expect(await answered.json()).toEqual({ ok: true, answer: { exhibitId: 'x' } });
    expect(Buffer.concat(got).toString()).toBe('0123456789');
    expect(ends).toEqual(['finished']);
    outcome = failed(fault('exhibit.wrong-type', {}));
    expect(await (await put('0123456789')).json()).toEqual({
      ok: false,
      fault: { key: 'exhibit.wrong-type', args: {} },
    });
  });

  test('is refused before a byte of it is read when its length is another, and in the middle when the disk is full', async () => {
    for (const body of ['012345678', '0123456789a'])
      expect(await (await put(body)).json()).toMatchObject({ ok: false, fault: { key: 'api.malformed' } });
    expect(got).toEqual([]);
    isDiskFull = true;
    expect(await (await put('0123456789')).json()).toMatchObject({ ok: false, fault: { key: 'exhibit.unwritable' } });
    expect(ends).toEqual(['left', 'left', 'left']);
  });

  test('that comes without a length, in pieces, is refused', async () => {
    const pieces = new ReadableStream({
      start(controller) {
        controller.enqueue(Buffer.from('0123456789'));
        controller.close();
      },
    });
    const init = { method: 'PUT', body: pieces, duplex: 'half' } as RequestInit;
    expect(await (await fetch(`${address}/${token}`, init)).json()).toMatchObject({ fault: { key: 'api.malformed' } });
  });

  test('that breaks off leaves nothing', async () => {
    const socket = connect(door.api.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(
      `PUT /v1/exhibits/${token} HTTP/1.1\r\nHost: 127.0.0.1:${door.api.port}\r\nContent-Length: 10\r\n\r\n01234`,
    );
    await waitFor(() => got.length > 0);
    socket.destroy();
    await waitFor(() => ends.length > 0);
    expect(ends).toEqual(['left']);
  });

  test('is taken from our own pages only, with a token, and by PUT', async () => {
    expect((await put('0123456789', { origin: 'https://example.org' })).status).toBe(403);
    expect((await fetch(`${address}/${'b'.repeat(32)}`, { method: 'PUT', body: '0123456789' })).status).toBe(404);
    expect((await fetch(`${address}/${token}`, { method: 'POST', body: '0123456789' })).status).toBe(405);
    const asked = await fetch(`${address}/${token}`, { method: 'OPTIONS', headers: { origin: 'tarazy://app' } });
    expect(asked.headers.get('access-control-allow-methods')).toBe('PUT');
    expect(got).toEqual([]);
  });
});
