import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CapturePlan } from '#contract/capture.ts';
import type { Answer, Papers, Verb } from '#contract/hall.ts';
import { hallCalls } from '#contract/hall.ts';
import type { Asker, Role } from '#contract/call.ts';
import type { Fault } from '#domain/faults.ts';
import type { HearingCard } from '#domain/hearing/card.ts';
import type { HearingId } from '#domain/ids.ts';
import type { CheckItem } from '#domain/check/check-item.ts';
import type { JournalEntry } from '#domain/journal/entries.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import type { Call } from '#domain/peers/call.ts';
import { answerVerbs, createAlarms, type Desk, type Rooms } from '../../../../src/hall/actions/index.ts';
import { openCheckReports } from '../../../../src/hall/check-reports/index.ts';
import { closedParticipants } from '../../../../src/hall/participants/closed-participants.ts';
import { closedPeers } from '../../../../src/hall/peers/index.ts';
import { openInventory } from '../../../../src/hall/diagnostics/index.ts';
import { openCameras } from '../../../../src/hall/cameras/index.ts';
import { createExhibits } from '../../../../src/hall/exhibits/index.ts';
import { openInbox } from '../../../../src/hall/incidents/index.ts';
import { openJournals, type Journals } from '../../../../src/hall/journal/index.ts';
import { createLivePictures } from '../../../../src/hall/live-pictures/index.ts';
import { openMonitors } from '../../../../src/hall/monitors/index.ts';
import { systemClock } from '../../../../src/hall/plumbing/index.ts';
import type { CloseAsk, RecordAsk } from '../../../../src/hall/recorder/index.ts';
import { openHallKeys } from '../../../../src/hall/security/index.ts';
import { createCheckFolders, openHallSetup } from '../../../../src/hall/setup/index.ts';
import type { HallCard, Seat } from '#domain/seats.ts';
import { hallOfOne } from '../../../stage/hall-card.ts';
import { darkLamp, quietLog } from '../api/open-door.ts';

export const card: HearingCard = {
  caseNumber: '7514-26-00-2/1',
  proceedings: 'civil',
  judge: 'A. Sample',
  secretary: '',
  parties: [],
  plannedAtMs: 1,
};
const good: CheckItem = { subject: 'judge', kind: 'microphone', verdict: 'good', findings: [], figures: {} };

/** What the stand-in of the recorder does; a test changes it to plan trouble. */
export type Behaviour = {
  record(ask: RecordAsk): Promise<Outcome<void>>;
  stillOpen: readonly string[];
  call: Call | null;
  items: readonly CheckItem[];
  /** Journals that refuse to be written, as on a full disk. */
  isDiskFull: boolean;
  freeBytes: number;
};

export type StandInHall = Readonly<{
  rooms: Rooms;
  journals: Journals;
  desk: Desk;
  behaviour: Behaviour;
  recorded: RecordAsk[];
  closed: CloseAsk[];
  /** Seats that were opened anew or dismissed, in order. */
  mended: (readonly ['mend' | 'dismiss', Seat])[];
  /** Why calls were ended. */
  callEnds: string[];
  entries: (readonly [HearingId, JournalEntry])[];
  clock: { skipMs: number; bootId: string };
  /** Asks as a window would, papers checked by the contract. */
  ask<V extends Verb>(verb: V, papers: Papers<V>, role?: Role): Promise<Outcome<Answer<V>>>;
  /** The kinds of a hearing's journal entries, in order. */
  kinds(hearingId: HearingId): string[];
  /** A hearing that was planned and has passed its check. */
  checkedHearing(): Promise<HearingId>;
  close(): Promise<void>;
}>;

/** Real journals, keys and set-up in a folder of their own; recorder, check, playback and archive are stand-ins. */
export async function openStandInHall(hallCard: HallCard = hallOfOne): Promise<StandInHall> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tarazy-actions-'));
  const clock = {
    skipMs: 0,
    wallMs: () => Date.now() + clock.skipMs,
    monotonicUs: () => systemClock.monotonicUs() + clock.skipMs * 1000,
    bootId: systemClock.bootId,
  };
  const entries: (readonly [HearingId, JournalEntry])[] = [];
  const keys = openHallKeys(path.join(folder, 'keys'));
  const real = await openJournals({
    archiveFolder: path.join(folder, 'archive'),
    keys,
    clock,
    log: quietLog,
    onNoted: (id, noted) => entries.push(...noted.map((entry): [typeof id, typeof entry] => [id, entry])),
  });
  const behaviour: Behaviour = {
    record: async () => done(undefined),
    stillOpen: [],
    call: null,
    items: [good],
    isDiskFull: false,
    freeBytes: 1e12,
  };
  const full: Fault = { key: 'archive.unwritable', args: { path: 'journal' } };
  const journals: Journals = {
    ...real,
    note: async (...given) => (behaviour.isDiskFull ? failed(full) : real.note(...given)),
  };
  const recorded: RecordAsk[] = [];
  const closed: CloseAsk[] = [];
  const mended: (readonly ['mend' | 'dismiss', Seat])[] = [];
  const callEnds: string[] = [];
  const noPeers = closedPeers({ key: 'peer.identity-lost', args: {} });
  let plan: CapturePlan = {
    planNo: 1,
    mode: 'closed',
    hearingId: null,
    zeroMonotonicUs: null,
    cutAtUs: null,
    tracks: [],
  };
  const setup = openHallSetup(path.join(folder, 'hall.json'), quietLog);
  await setup.save(hallCard);
  const desk: Desk = {
    hearingId: null,
    testLines: new Set(),
    callUp: null,
    check: null,
    itemTest: null,
    lastCheck: null,
    isSilenced: false,
    isSessionClosed: false,
    toldDark: null,
    isOpeningDevices: false,
    theirPage: null,
    followingPage: 'no',
    areDevicesOpen: false,
    ...{ displays: null, monitorsNamedUntilMs: null },
    hindrance: null,
  };
  let turn: Promise<unknown> = Promise.resolve();
  const rooms = {
    clock,
    log: quietLog,
    training: false,
    setup,
    journals,
    desk,
    rules: {
      checkValidMin: 120,
      morningCheck: { at: '07:30', withinMin: 270 },
      checkReminderMin: 30,
      checkLengthS: 0.05,
      recordTechnicalBreak: true,
      recordBreak: false,
      leastBandwidth: { kbps: 1000, source: 'test', reading: 'test' },
      startReminderMin: 10,
      pauseReminderMin: { break: 30, 'technical-break': 30, deliberation: 240 },
      markTemplates: { civil: [], administrative: [], criminal: [], offence: [] },
    },
    checkFolders: createCheckFolders(path.join(folder, 'checks')),
    recorder: {
      async record(ask: RecordAsk) {
        recorded.push(ask);
        const outcome = await behaviour.record(ask);
        if (outcome.ok) plan = { ...plan, planNo: plan.planNo + 1, mode: 'record', hearingId: ask.hearingId };
        return outcome;
      },
      async close(ask: CloseAsk) {
        closed.push(ask);
        plan = { ...plan, planNo: plan.planNo + 1, mode: 'closed' };
        return {
          openStreams: behaviour.stillOpen,
          confirmedBy: behaviour.stillOpen.length === 0 ? ['recorder'] : [],
          streamsSeen: 0,
        };
      },
      warm() {
        plan = { ...plan, planNo: plan.planNo + 1, mode: 'warm' };
        return true;
      },
      mend(seat: Seat) {
        mended.push(['mend', seat]);
        return true;
      },
      sights: () => new Map(),
      dismiss: (seat: Seat) => void mended.push(['dismiss', seat]),
      plan: () => plan,
      hasSecondWays: () => false,
      lamp: () => darkLamp,
      previewsAllowed: () => plan.mode !== 'closed',
      receiveReport() {},
      previewClosed() {},
      windowGone() {},
      windowCame() {},
      acceptUplink() {},
      dispose: () => Promise.resolve(),
    },
    checkReports: openCheckReports({
      ...{ folder: path.join(folder, 'check-reports'), keys, nowMs: clock.wallMs, log: quietLog },
    }),
    selftest: {
      analyse: async (_ask: unknown, onItem?: (item: CheckItem) => void) => {
        behaviour.items.forEach((item) => onItem?.(item));
        return behaviour.items;
      },
      probe: () => Promise.resolve([]),
      kinds: () => [],
    },
    peers: {
      ...noPeers,
      calls: {
        ...noPeers.calls,
        all: () => (behaviour.call === null ? [] : [behaviour.call]),
        endAll: (why: string) => void callEnds.push(why),
      },
    },
    participants: closedParticipants(null),
    playback: {
      follow() {},
      finish() {},
      timelinePieces: () => [],
      layMix: () => {},
      isPreparing: () => false,
      clip: async () => failed({ key: 'playback.not-ready', args: {} }),
      openMedia: () => null,
      lend: () => '/v1/media/token/name',
      close: () => Promise.resolve(),
    },
    archive: {
      verify: async (hearingId: HearingId) => ({
        hearingId,
        intact: true,
        segments: 0,
        entries: 0,
        lengthBytes: 0,
        damages: [],
      }),
      listHearings: () => [],
      register: { all: () => [], remember: () => Promise.resolve() },
    },
    exhibits: createExhibits({ log: quietLog, nowMs: clock.wallMs }),
    inbox: openInbox({ file: path.join(folder, 'incidents.json'), clock, log: quietLog }),
    cameras: openCameras({ file: path.join(folder, 'keys', 'cameras.json'), log: quietLog, changed: () => undefined }),
    livePictures: createLivePictures({ mayHave: () => true }),
    monitors: openMonitors({ file: path.join(folder, 'monitors.json'), log: quietLog }),
    soundServer: {
      listSources: async () => 'not-available' as const,
      listOpenCaptures: async () => 'not-available' as const,
    },
    inventory: openInventory({
      ...{ file: path.join(folder, 'inventory.json'), log: quietLog, nowMs: clock.wallMs, ffmpeg: null },
      soundServer: { listSources: async () => 'not-available' as const },
      folders: () => [],
    }),
    alarms: createAlarms({ nowMs: clock.wallMs, onRaised() {}, onCleared() {} }),
    inTurn<Value>(act: () => Promise<Value>) {
      const result = turn.then(act);
      turn = result.catch(() => undefined);
      return result;
    },
    freeBytes: () => behaviour.freeBytes,
    ...{ cardChanged() {}, tellState() {}, tell() {} },
    ...{ issueTicket: () => 'ticket', mediaAddress: () => '', exportFile: () => '' },
  } as unknown as Rooms;
  const answerers = answerVerbs(rooms, () => {
    throw new Error('not asked here');
  });
  const hall: StandInHall = {
    rooms,
    journals,
    desk,
    behaviour,
    recorded,
    closed,
    mended,
    callEnds,
    entries,
    clock,
    async ask(verb, papers, role = 'console') {
      const answerer = answerers[verb] as unknown as (
        papers: unknown,
        asker: Asker,
      ) => Promise<Outcome<Answer<typeof verb>>>;
      return answerer(hallCalls[verb].ask.parse(papers), { windowId: role, role, person: null });
    },
    kinds: (hearingId) => entries.filter(([id]) => id === hearingId).map(([, entry]) => entry.kind),
    async checkedHearing() {
      const planned = await hall.ask('hearing.plan', { card });
      if (!planned.ok) throw new Error('not planned');
      const { hearingId } = planned.value;
      await hall.ask('hearing.check', { hearingId });
      await waitFor(() => desk.check?.state === 'done');
      return hearingId;
    },
    async close() {
      await real.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return hall;
}

/** The hearing's line right now, µs. */
export function nowUs(hall: StandInHall, hearingId: HearingId): number {
  const { zero } = hall.journals.view(hearingId)!;
  return hall.rooms.clock.monotonicUs() - zero!.monotonicUs;
}

export async function waitFor(holds: () => boolean, limitMs = 5000): Promise<void> {
  const endsMs = performance.now() + limitMs;
  while (!holds()) {
    if (performance.now() > endsMs) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
