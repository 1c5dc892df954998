import { afterEach, describe, expect, test } from 'vitest';
import { done } from '#domain/outcome.ts';
import { connectHall, type HallClient } from '#line/hall-client.ts';
import { createDoorPapers } from '../../../src/hall/api/index.ts';
import { openDoor, type OpenDoor } from '../hall/api/open-door.ts';

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close();
});

async function until(holds: () => boolean, limitMs = 5000): Promise<void> {
  const endsMs = performance.now() + limitMs;
  while (!holds()) {
    if (performance.now() > endsMs) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function door(...given: Parameters<typeof openDoor>): Promise<OpenDoor> {
  const open = await openDoor(...given);
  opened.push(open);
  return open;
}

function client(
  papers: () => Promise<{ address: string; ticket: string } | { address: null }>,
): HallClient & { isUp(): boolean } {
  const hall = connectHall({ door: { papers } });
  opened.push(hall);
  let up = false;
  hall.onConnection((isConnected) => {
    up = isConnected;
  });
  return { ...hall, isUp: () => up };
}

describe('a window and the hall', () => {
  test('talk by a ticket: a question gets its answer, a refusal its fault', async () => {
    const open = await door({ 'hearing.end': async () => done({}) });
    const hall = client(async () => ({ address: open.address, ticket: open.papers.issueTicket('console') }));
    await until(hall.isUp);
    expect(await hall.ask('hearing.end', { byOralOrder: true })).toEqual({ ok: true, value: {} });
    expect(await hall.ask('hearing.resume', { byOralOrder: true })).toEqual({
      ok: false,
      fault: { key: 'hearing.unknown', args: {} },
    });
  });

  test('a question without a line is a fault at once, not an exception', async () => {
    const hall = client(async () => ({ address: null }));
    expect(await hall.ask('state.get', {})).toEqual({ ok: false, fault: { key: 'api.hall-unreachable', args: {} } });
  });

  test('a shell that throws is as good as none', async () => {
    const hall = client(async () => {
      throw new Error('closing');
    });
    expect(await hall.ask('state.get', {})).toMatchObject({ ok: false });
  });

  test('a question that the hall does not answer in its time is a fault', async () => {
    const open = await door({ 'mark.take-back': () => new Promise(() => {}) });
    const hall = client(async () => ({ address: open.address, ticket: open.papers.issueTicket('console') }));
    await until(hall.isUp);
    // The hall itself is alive and says so, as it does every second.
    const alive = setInterval(
      () =>
        open.api.publish('export.progressed', {
          hearingId: '3f0f6d7e-13f1-4f3f-8a52-2ab8d1f0c0aa' as never,
          doneShare: 0,
          remainingMs: null,
        }),
      1000,
    );
    const answer = await hall.ask('mark.take-back', { markId: '3f0f6d7e-13f1-4f3f-8a52-2ab8d1f0c0aa' });
    clearInterval(alive);
    expect(answer).toEqual({ ok: false, fault: { key: 'api.timed-out', args: { verb: 'mark.take-back' } } });
  }, 15_000);

  test('events reach who listens and not who stopped', async () => {
    const open = await door();
    const hall = client(async () => ({ address: open.address, ticket: open.papers.issueTicket('console') }));
    const heard: number[] = [];
    const off = hall.on('export.progressed', ({ doneShare }) => heard.push(doneShare));
    await until(hall.isUp);
    const body = { hearingId: '3f0f6d7e-13f1-4f3f-8a52-2ab8d1f0c0aa' as never, remainingMs: null };
    open.api.publish('export.progressed', { ...body, doneShare: 0.5 });
    await until(() => heard.length === 1);
    off();
    open.api.publish('export.progressed', { ...body, doneShare: 0.9 });
    await hall.ask('state.get', {});
    expect(heard).toEqual([0.5]);
  });

  test('find each other again after a restart of the service on another port, by the resume token', async () => {
    const lasting = createDoorPapers({ mac: (text) => `m${text.length}`, nowMs: Date.now });
    const first = await openDoor({}, { papers: lasting });
    let address = first.address;
    const hall = client(async () => ({ address, ticket: lasting.issueTicket('recorder') }));
    await until(hall.isUp);
    const asked = hall.ask('state.get', {});
    await asked;
    await first.close();
    await until(() => !hall.isUp());
    const second = await door({}, { papers: createDoorPapers({ mac: (text) => `m${text.length}`, nowMs: Date.now }) });
    address = second.address;
    await until(hall.isUp);
    expect(second.presence).toEqual([['recorder', 'back']]);
  });

  test('a resume token that the hall does not know any more gives way to a new ticket', async () => {
    const first = await openDoor();
    let now: OpenDoor = first;
    const hall = client(async () => ({ address: now.address, ticket: now.papers.issueTicket('console') }));
    await until(hall.isUp);
    const stranger = createDoorPapers({ mac: () => 'another-key', nowMs: Date.now });
    now = await door({}, { papers: stranger });
    await first.close();
    await until(() => now.presence.length === 1, 8000);
    expect(now.presence).toEqual([['console', 'new']]);
  });

  test('a hall that says nothing at all for five seconds is lost, because a lamp must not stay lit on old news', async () => {
    const open = await door();
    const hall = client(async () => ({ address: open.address, ticket: open.papers.issueTicket('console') }));
    await until(hall.isUp);
    await until(() => !hall.isUp(), 7000);
  }, 15_000);

  test('a window whose script stood still for longer than that keeps its line, because the hall had spoken', async () => {
    const open = await door();
    const hall = client(async () => ({ address: open.address, ticket: open.papers.issueTicket('console') }));
    await until(hall.isUp);
    const breaks: boolean[] = [];
    hall.onConnection((isConnected) => breaks.push(isConnected));
    await hall.ask('state.get', {});
    open.api.publish('export.progressed', {
      hearingId: '3f0f6d7e-13f1-4f3f-8a52-2ab8d1f0c0aa' as never,
      doneShare: 0,
      remainingMs: null,
    });
    const untilMs = performance.now() + 5200;
    while (performance.now() < untilMs);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(breaks).toEqual([true]);
  }, 15_000);

  test('questions on their way when the line breaks are faults, not silence', async () => {
    const open = await openDoor({ 'hearing.resume': () => new Promise(() => {}) });
    const hall = client(async () => ({ address: open.address, ticket: open.papers.issueTicket('console') }));
    await until(hall.isUp);
    const asked = hall.ask('hearing.resume', { byOralOrder: false });
    await open.close();
    expect(await asked).toEqual({ ok: false, fault: { key: 'api.hall-unreachable', args: {} } });
  });
});
