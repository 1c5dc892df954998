import { request } from 'node:http';
import { WebSocket } from 'ws';
import { afterEach, describe, expect, test } from 'vitest';
import { done } from '#domain/outcome.ts';
import { askOn, closeCode, nextFrame, openDoor, type OpenDoor } from './open-door.ts';

let door: OpenDoor;
afterEach(() => door.close());

/** The HTTP status with which an upgrade was refused. */
function refusedStatus(address: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(address, { headers });
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
      socket.terminate();
    });
    socket.on('open', () => reject(new Error('the door let it in')));
    socket.on('error', () => {});
  });
}

describe('who may knock', () => {
  test('a page of a foreign origin is sent away before it can say anything', async () => {
    door = await openDoor();
    for (const origin of ['https://example.org', 'http://127.0.0.1', 'null', 'tarazy://app.example.org', 'file://']) {
      expect(await refusedStatus(`${door.address}/v1/talk`, { Origin: origin })).toBe(403);
      expect(await refusedStatus(`${door.address}/v1/chunks`, { Origin: origin })).toBe(403);
    }
  });

  test('a foreign name that leads to this machine is sent away (DNS rebinding)', async () => {
    door = await openDoor();
    expect(await refusedStatus(`${door.address}/v1/talk`, { Host: `court.example.org:${door.api.port}` })).toBe(403);
    expect(await refusedStatus(`${door.address}/v1/talk`, { Host: `localhost:${door.api.port}` })).toBe(403);
  });

  test('our own pages and processes without an origin come in', async () => {
    door = await openDoor();
    (await door.dial({ Origin: 'tarazy://app' })).terminate();
    (await door.dial()).terminate();
  });

  test('it listens on 127.0.0.1 only', async () => {
    door = await openDoor();
    const other = request({ host: '127.0.0.2', port: door.api.port });
    const error = await new Promise<NodeJS.ErrnoException>((resolve) => other.on('error', resolve).end());
    expect(error.code).toBe('ECONNREFUSED');
  });

  test('other places than talk, chunks and media do not exist', async () => {
    door = await openDoor();
    expect(await refusedStatus(`${door.address}/`, {})).toBe(404);
    expect(await refusedStatus(`${door.address}/v1/talk/../admin`, {})).toBe(404);
  });
});

describe('papers at the door', () => {
  test('a ticket gives its role once and never again', async () => {
    door = await openDoor();
    const ticket = door.papers.issueTicket('bench');
    const first = await door.dial();
    first.send(JSON.stringify({ hello: 1, ticket }));
    expect(await nextFrame(first)).toMatchObject({ welcome: 1, role: 'bench' });
    const second = await door.dial();
    second.send(JSON.stringify({ hello: 1, ticket }));
    expect(await nextFrame(second)).toEqual({ fault: { key: 'api.ticket-refused', args: {} } });
    expect(await closeCode(second)).toBe(1008);
  });

  test('a resume token brings the same page back, and counts as coming back', async () => {
    door = await openDoor();
    const first = await door.dial();
    first.send(JSON.stringify({ hello: 1, ticket: door.papers.issueTicket('console') }));
    const { resume } = await nextFrame(first);
    first.close();
    await closeCode(first);
    const again = await door.talkAs(resume);
    expect(door.presence).toEqual([
      ['console', 'new'],
      ['console', null],
      ['console', 'back'],
    ]);
    again.close();
  });

  test('a resume token for one role or window cannot be turned into another', async () => {
    door = await openDoor();
    const token = door.papers.issueResume({ windowId: 'w1', role: 'bench' });
    expect(door.papers.redeem(token.replace('bench', 'console'))).toBeNull();
    expect(door.papers.redeem(token.replace('w1', 'w2'))).toBeNull();
    expect(door.papers.redeem(token)).toEqual({ windowId: 'w1', role: 'bench', how: 'back' });
  });

  test('every new page is a window of its own, and stays it when it comes back', async () => {
    door = await openDoor();
    const first = door.papers.redeem(door.papers.issueTicket('console'))!;
    const second = door.papers.redeem(door.papers.issueTicket('console'))!;
    expect(first.windowId).not.toBe(second.windowId);
    expect(door.papers.redeem(door.papers.issueResume(first))).toMatchObject({ windowId: first.windowId });
  });

  test('the shell comes in by its key and gets tickets', async () => {
    door = await openDoor({ 'shell.ticket': async ({ window }) => done({ ticket: door.papers.issueTicket(window) }) });
    const shell = await door.talkAs(door.papers.shellKey);
    const { answer } = await askOn(shell, 'shell.ticket', { window: 'console' });
    expect(door.papers.redeem(answer.ticket)).toMatchObject({ role: 'console', how: 'new' });
  });

  test('many bad papers are answered ever more slowly', async () => {
    door = await openDoor();
    const knock = async (): Promise<number> => {
      const socket = await door.dial();
      const startedMs = performance.now();
      socket.send(JSON.stringify({ hello: 1, ticket: 'guess' }));
      await nextFrame(socket);
      return performance.now() - startedMs;
    };
    for (let attempt = 0; attempt < 10; attempt += 1) await knock();
    expect(await knock()).toBeGreaterThan(900);
  });
});

describe('asking', () => {
  test('a verb that is not for this role is refused by its code', async () => {
    door = await openDoor();
    const bench = await door.talkAs(door.papers.issueTicket('bench'));
    expect(await askOn(bench, 'hearing.end', { byOralOrder: false })).toEqual({
      id: 1,
      ok: false,
      fault: { key: 'api.not-allowed', args: { verb: 'hearing.end' } },
    });
    expect(await askOn(bench, 'shell.ticket', { window: 'console' })).toMatchObject({
      fault: { key: 'api.not-allowed' },
    });
  });

  test('papers are checked before anybody sees them, and what is too much is taken off', async () => {
    const seen: unknown[] = [];
    door = await openDoor({
      'hearing.end': async (papers) => {
        seen.push(papers);
        return done({});
      },
    });
    const secretary = await door.talkAs(door.papers.issueTicket('console'));
    expect(await askOn(secretary, 'hearing.end', { byOralOrder: 'yes' })).toMatchObject({
      fault: { key: 'api.malformed', args: { verb: 'hearing.end' } },
    });
    expect(await askOn(secretary, 'hearing.end', { byOralOrder: true, more: 1 })).toMatchObject({ ok: true });
    expect(seen).toEqual([{ byOralOrder: true }]);
  });

  test('a verb that throws is our bug: it gets a number, and the socket lives on', async () => {
    door = await openDoor({
      'hearing.resume': async () => {
        throw new Error('planted');
      },
    });
    const secretary = await door.talkAs(door.papers.issueTicket('console'));
    const broken = await askOn(secretary, 'hearing.resume', { byOralOrder: false });
    expect(broken.fault).toMatchObject({ key: 'system.unexpected' });
    expect(JSON.stringify(broken)).not.toContain('planted');
    expect(await askOn(secretary, 'hearing.end', { byOralOrder: false })).toMatchObject({
      fault: { key: 'hearing.unknown' },
    });
  });

  test('an answer that is not what the contract says is found out where it is looked for', async () => {
    door = await openDoor({ 'shell.ticket': async () => done({ ticket: 7 }) as never });
    const shell = await door.talkAs(door.papers.shellKey);
    expect(await askOn(shell, 'shell.ticket', { window: 'console' })).toMatchObject({
      fault: { key: 'system.unexpected' },
    });
  });

  test('answers come by number, whichever is ready first', async () => {
    door = await openDoor({
      'hearing.resume': async () => {
        await new Promise((resolve) => setTimeout(resolve, 100));
        return done({});
      },
      'hearing.end': async () => done({}),
    });
    const secretary = await door.talkAs(door.papers.issueTicket('console'));
    const order: number[] = [];
    secretary.on('message', (bytes: Buffer) => order.push(JSON.parse(bytes.toString()).id));
    secretary.send(JSON.stringify({ id: 1, verb: 'hearing.resume', papers: { byOralOrder: false } }));
    secretary.send(JSON.stringify({ id: 2, verb: 'hearing.end', papers: { byOralOrder: false } }));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(order).toEqual([2, 1]);
  });
});

describe('windows coming and going', () => {
  test('two consoles may be there, and the last one to go is told', async () => {
    door = await openDoor();
    const first = await door.talkAs(door.papers.issueTicket('console'));
    const second = await door.talkAs(door.papers.issueTicket('console'));
    first.close();
    await closeCode(first);
    expect(door.api.isConnected('console')).toBe(true);
    second.close();
    await closeCode(second);
    expect(door.presence).toEqual([
      ['console', 'new'],
      ['console', null],
    ]);
  });

  test('of two recorders the newer one lives, because both would open the devices', async () => {
    door = await openDoor();
    const old = await door.talkAs(door.papers.issueTicket('recorder'));
    const gone = closeCode(old);
    await door.talkAs(door.papers.issueTicket('recorder'));
    await gone;
    expect(door.presence).toEqual([
      ['recorder', 'new'],
      ['recorder', null],
      ['recorder', 'new'],
    ]);
    expect(door.api.isConnected('recorder')).toBe(true);
  });

  test('a chunk socket is handed on with its texts and bytes', async () => {
    door = await openDoor();
    const socket = await door.dial({}, '/v1/chunks');
    const heard: (string | Buffer)[] = [];
    const channel = door.uplinks[0]!;
    channel.onText((text) => {
      heard.push(text);
      channel.sendText('{"have":-1}');
    });
    channel.onBinary((bytes) => heard.push(bytes));
    const answer = nextFrame(socket);
    socket.send('{"hello":1}');
    expect(await answer).toEqual({ have: -1 });
    socket.send(Buffer.from([1, 2, 3]));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(heard).toEqual(['{"hello":1}', Buffer.from([1, 2, 3])]);
  });

  test('a frame larger than any question ends the socket and nothing else', async () => {
    door = await openDoor();
    const big = await door.talkAs(door.papers.issueTicket('console'));
    const other = await door.talkAs(door.papers.issueTicket('bench'));
    big.send('x'.repeat(300 * 1024));
    expect(await closeCode(big)).toBe(1009);
    expect(await askOn(other, 'hearings.list', { fromMs: 0, toMs: 1, text: '' })).toMatchObject({
      fault: { key: 'hearing.unknown' },
    });
  });
});
