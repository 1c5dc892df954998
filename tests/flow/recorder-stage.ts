import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { CapturePlan } from '#contract/capture.ts';
import type { Lamp } from '#contract/papers.ts';
import type { Fault } from '#domain/faults.ts';
import type { HearingId, SeatId, TrackId } from '#domain/ids.ts';
import type { JournalBodies, Segment } from '#domain/journal/entries.ts';
import type { Seat } from '#domain/seats.ts';
import { openSoundServer, type SoundServer } from '../../native/sound-server/index.ts';
import { systemClock, type Log } from '../../src/hall/plumbing/index.ts';
import {
  createRecorder,
  type RecordAsk,
  type Recorder,
  type RecorderTuning,
  type SoundPathProgram,
} from '../../src/hall/recorder/index.ts';
import { createSignals } from '../../src/hall/signal/index.ts';
import { answerPlans } from './recorder-window.ts';

export const quietLog: Log = { debug() {}, info() {}, warn() {}, error() {}, close: () => Promise.resolve() };

export type Told = {
  plans: CapturePlan[];
  opened: JournalBodies['track.opened'][];
  segments: Segment[];
  closed: JournalBodies['track.closed'][];
  gaps: JournalBodies['gap.found'][];
  raised: Fault[];
  cleared: Fault[];
  lamps: Lamp[];
  shorts: boolean[];
};

/** A real recorder over a folder of its own, with a recorder window that reports what it is told to open. */
export type RecorderStage = Readonly<{
  recorder: Recorder;
  told: Told;
  folder: string;
  hearingId: HearingId;
  ask(seats: readonly Seat[], more?: Partial<RecordAsk>): RecordAsk;
  end(): Promise<void>;
}>;

export const noSoundServer: SoundServer = {
  listSources: () => Promise.resolve('not-available'),
  listOpenCaptures: () => Promise.resolve('not-available'),
  watch: () => null,
  descendsFrom: () => Promise.resolve(false),
};

export function setRecorderStage(
  options: Readonly<{
    tuning?: Partial<RecorderTuning>;
    folder?: string;
    hearingId?: HearingId;
    soundServer?: SoundServer;
    isAnswering?: boolean;
    soundPath?: SoundPathProgram;
    planned?(plan: CapturePlan): void;
  }> = {},
): RecorderStage {
  const folder = options.folder ?? mkdtempSync(path.join(os.tmpdir(), 'tarazy-recorder-'));
  const hearingId = options.hearingId ?? (randomUUID() as HearingId);
  const told: Told = {
    plans: [],
    opened: [],
    segments: [],
    closed: [],
    gaps: [],
    raised: [],
    cleared: [],
    lamps: [],
    shorts: [],
  };
  const answer = answerPlans(() => recorder);
  const recorder: Recorder = createRecorder({
    clock: systemClock,
    log: quietLog,
    mac: (text) => `mac(${text})`,
    soundServer: options.soundServer ?? noSoundServer,
    soundPath: options.soundPath ?? null,
    secondDisk: null,
    decode: createSignals({ ffmpegPath: 'ffmpeg', monotonicUs: systemClock.monotonicUs, floorDbfs: () => null }).open,
    shellPid: () => null,
    tuning: { reserveBytes: 1, ...options.tuning },
    on: {
      planned(plan) {
        told.plans.push(plan);
        options.planned?.(plan);
        if (options.isAnswering !== false) answer(plan);
      },
      trackOpened: (body) => told.opened.push(body),
      segmentClosed: (segment) => told.segments.push(segment),
      trackClosed: (body) => told.closed.push(body),
      gapFound: (body) => told.gaps.push(body),
      faultRaised: (fault) => told.raised.push(fault),
      faultCleared: (fault) => told.cleared.push(fault),
      lampChanged: (lamp) => told.lamps.push(lamp),
      diskShort: (isShort) => told.shorts.push(isShort),
    },
  });
  if (options.isAnswering !== false) recorder.windowCame('recorder', 'new');
  return {
    recorder,
    told,
    folder,
    hearingId,
    ask: (seats, more = {}) => ({
      hearingId,
      zero: { wallMs: systemClock.wallMs(), monotonicUs: systemClock.monotonicUs(), bootId: systemClock.bootId },
      folder,
      seats,
      nextEpoch: () => 1,
      trackNo: (trackId: TrackId) => seats.findIndex((seat) => (seat.id as string) === trackId) + 1,
      ...more,
    }),
    async end() {
      await recorder.dispose();
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function browserSeat(id: string, kind: Seat['kind']): Seat {
  return {
    id: id as SeatId,
    kind,
    place: 'other',
    name: '',
    gated: false,
    device: { path: 'browser', label: id, deviceId: '' },
    ...(kind === 'camera' ? { video: { width: 320, height: 180, frameRate: 25, bitrateBps: 500_000 } } : {}),
  };
}

export { openSoundServer };

/** Looks every 20 ms; throws naming `what` after `limitMs`. */
export async function until(what: string, isSo: () => boolean, limitMs = 8000): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
