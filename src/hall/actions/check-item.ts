import type { Answerers, Ask } from '#contract/hall.ts';
import type { CheckItem } from '#domain/check/check-item.ts';
import { fault } from '#domain/faults.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import type { Seat } from '#domain/seats.ts';
import { recordTest } from './record-test.ts';
import { runningHearing, type Rooms } from './rooms.ts';
import { refuseInTest } from './test-session.ts';

/** Long enough for a level, a pace and a second without speech; short enough to wait for with a screwdriver in hand. */
const testMs = 3000;

/** Whatever comes, comes before a test of one thing: it is ended, and nothing of it is left when this answers. */
export async function endItemTest({ desk }: Pick<Rooms, 'desk'>): Promise<void> {
  desk.itemTest?.stop.abort();
  await desk.itemTest?.ended;
}

/** Tests one seat or one kind of thing alone; see the contract. */
export function checkItem(rooms: Rooms): Answerers['check.item'] {
  return async (ask) => {
    const { desk } = rooms;
    const startedMs = performance.now();
    // In turn with the opening of a hearing, so that no test begins between its last question and its first word.
    const begun = await rooms.inTurn(async (): Promise<Outcome<Promise<readonly CheckItem[]>>> => {
      if (runningHearing(rooms) !== null) return failed(fault('setup.during-hearing', {}));
      const free = refuseInTest(rooms);
      if (!free.ok) return free;
      if (desk.check?.state === 'running' || desk.itemTest !== null) return failed(fault('check.running', {}));
      const seat = rooms.setup.card().seats.find(({ id, kind }) => id === ask.subject && kind === ask.kind);
      const isOfSeat = ask.kind === 'microphone' || ask.kind === 'camera';
      if (isOfSeat && seat === undefined) return failed(fault('setup.seat-invalid', { seat: ask.subject }));
      const stop = new AbortController();
      const tested = seat === undefined ? probeAlone(rooms, ask) : testSeat(rooms, seat, stop.signal);
      const itemTest = { stop, ended: tested.catch(() => undefined) };
      desk.itemTest = itemTest;
      void itemTest.ended.then(() => {
        desk.itemTest = null;
      });
      return done(tested);
    });
    if (!begun.ok) return begun;
    const items = await begun.value;
    return done({ items, durationMs: Math.round(performance.now() - startedMs) });
  };
}

async function probeAlone(rooms: Rooms, { kind, subject }: Ask<'check.item'>): Promise<readonly CheckItem[]> {
  const only = [{ kind, subject: subject === '' ? null : subject }];
  return rooms.selftest.probe({ isHearing: false, only }, () => {});
}

async function testSeat(rooms: Rooms, seat: Seat, stop: AbortSignal): Promise<readonly CheckItem[]> {
  const { recorder, selftest, setup, checkFolders } = rooms;
  const wereOpen = recorder.plan().mode === 'warm';
  const place = await checkFolders.make();
  // Nothing is played, and whoever tests a microphone speaks into it.
  const plan = {
    seats: [seat],
    loudspeakers: [],
    signal: [],
    isSync: false,
    isEcho: false,
    isTalk: true,
    talkMs: testMs,
    totalMs: testMs,
  };
  try {
    const test = await recordTest(rooms, plan, place, () => undefined, stop);
    await recorder.close({ cutAtUs: null, lamp: 'off' });
    if (stop.aborted) return [];
    if (wereOpen) recorder.warm(setup.card().seats);
    rooms.tellState();
    return await selftest.analyse(test);
  } finally {
    await checkFolders.remove(place.folder);
  }
}
