import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { CheckItem } from '#domain/check/check-item.ts';
import { judgeDueLink, type DueLink } from '#domain/check/judge-link.ts';
import { judgeMonitors, type StandingMonitor } from '#domain/check/judge-monitor.ts';
import { judgeArchive, type Verified } from '#domain/check/night-verification.ts';
import type { HearingId, SeatId } from '#domain/ids.ts';
import type { LinkFigures } from '#domain/peers/link-figures.ts';
import { cameraProbe, openCameras } from '../../../src/hall/cameras/index.ts';
import { judgeClock, judgeDisk, judgeProcessor, readClock, readDisk } from '../../../src/hall/machine/index.ts';
import { quietLog } from '../../flow/recorder-stage.ts';
import { startViscaCamera, type ViscaBehaviour } from '../../lab/cameras/visca-camera.ts';
import { serveTime } from '../../stage/time-server.ts';
import type { Draw } from './fault.ts';

type Reading = Parameters<typeof judgeProcessor>[0];
type DiskWorth = Readonly<{ medianSyncMs: number; worstSyncMs: number; writtenBps: number }>;

/**
 * The hall's PC and what stands about it. The time server, the camera that is turned and the folder that is written to are real;
 * what nobody can make at will (heat, a worn disk, a far line) is a reading.
 */
export type MachineScene = {
  /** How far the time server's clock is ahead of ours, ms; null: it is silent; `unnamed`: the hall knows of none. */
  clockAheadMs: number | 'unnamed' | null;
  turned: { behaviour: Partial<ViscaBehaviour>; presets: number; stands: boolean };
  disk: { folder: 'own' | 'gone'; worth: DiskWorth | null; hoursLeft: number; isCopyReached: boolean };
  processor: Reading;
  monitors: { name: string; isMissing: boolean; isFed: boolean; aside: number; widthPx: number }[];
  verified: { hoursAgo: number; isIntact: boolean };
  hall: DueLink;
  person: DueLink;
};

const recordBps = 8_000_000;
export const turnedSeat = 'witness-view' as SeatId;
const hourMs = 3_600_000;

function tested(draw: Draw): LinkFigures {
  return {
    overMs: 30_000,
    roundTripMs: draw(5, 120),
    receive: {
      ...{ kbps: draw(900, 3000), lostShare: draw(0, 0.02), framesPerSecond: 25, freezes: 0, frozenMs: 0 },
      concealedShare: draw(0, 0.01),
    },
    send: { kbps: draw(900, 3000), lostShare: draw(0, 0.02), framesPerSecond: 25 },
  };
}

export function healthyMachine(draw: Draw): MachineScene {
  const way = (): DueLink['measured'] & object => ({
    send: { kbps: draw(4000, 20_000), isAtLeast: true, lostShare: draw(0, 0.01) },
    receive: { kbps: draw(4000, 20_000), isAtLeast: true, lostShare: draw(0, 0.01) },
    leastKbps: 2000,
  });
  const link = (subject: string, who: DueLink['who']): DueLink => ({
    ...{ subject, who, isReached: true, isRefused: false, measured: way(), untilMs: draw(-5, 60) * 60_000 },
    tested: { hasCome: true, isGood: true, figures: tested(draw), voice: null },
    voice: { speechDbfs: draw(-34, -16), overPauseDb: draw(16, 60) },
  });
  return {
    clockAheadMs: draw(0, 1) < 0.3 ? 'unnamed' : draw(-600, 600),
    turned: { behaviour: { movesForMs: draw(20, 60) }, presets: Math.round(draw(2, 4)), stands: false },
    disk: { folder: 'own', worth: null, hoursLeft: draw(12, 400), isCopyReached: true },
    processor: {
      ...{ cores: Math.round(draw(2, 8)), busyShare: draw(0.05, 0.85), waitingShare: draw(0, 0.25) },
      ...{ temperatureC: draw(35, 80), limitC: 100 },
    },
    monitors: ['console', 'bench', 'screen'].map((name) => ({
      ...{ name, isMissing: false, isFed: true, aside: draw(0, 0.04) },
      widthPx: [1280, 1366, 1920, 2560, 3840][Math.floor(draw(0, 4.999))]!,
    })),
    verified: { hoursAgo: draw(1, 30), isIntact: true },
    hall: link('hall-2', 'hall'),
    person: link('person-1', 'person'),
  };
}

export async function checkMachine(scene: MachineScene): Promise<readonly CheckItem[]> {
  const { processor, monitors, verified, hall, person } = scene;
  const hearing = { hearingId: 'of-the-night' as HearingId, caseNumber: '1-26', endedAtMs: Date.now() - 40 * hourMs };
  const read: Verified = {
    hearingId: hearing.hearingId,
    atMs: Date.now() - verified.hoursAgo * hourMs,
    isIntact: verified.isIntact,
    places: Number(!verified.isIntact),
  };
  return [
    await clockItem(scene),
    await diskItem(scene),
    ...(await turnedItems(scene)),
    judgeProcessor(processor, true),
    ...judgeMonitors(
      {
        missing: monitors.filter(({ isMissing }) => isMissing).map(({ name }) => name),
        standing: monitors.map(({ name, aside, widthPx }): StandingMonitor => {
          const wanted = { x: 0, y: 0, width: widthPx, height: (widthPx * 9) / 16 };
          const window = { ...wanted, x: aside * widthPx };
          return { monitor: name, wanted, window, widthPx, heightPx: wanted.height, scale: 1 };
        }),
      },
      (name) => monitors.find((each) => each.name === name)?.isFed === true,
    ),
    ...judgeArchive([hearing], [read], Date.now()),
    ...[hall, person].map(judgeDueLink),
  ];
}

async function clockItem({ clockAheadMs }: MachineScene): Promise<CheckItem> {
  if (clockAheadMs === 'unnamed') return judgeClock(await readClock([]));
  const server = await serveTime(clockAheadMs ?? 0, clockAheadMs === null ? { answersOnly: 0 } : {});
  try {
    return judgeClock(await readClock([server.host], 500));
  } finally {
    server.close();
  }
}

async function diskItem({ disk: { folder, worth, hoursLeft, isCopyReached } }: MachineScene): Promise<CheckItem> {
  const own = mkdtempSync(path.join(os.tmpdir(), 'tarazy-disk-'));
  try {
    const read = await readDisk(folder === 'own' ? own : path.join(own, 'gone'), 6000, 3);
    // This machine's own disk may be slow beside other work, which is no fault of the scene.
    const usual: DiskWorth = { medianSyncMs: 4, worstSyncMs: 30, writtenBps: 400_000_000 };
    const reading = read.kind === 'read' ? { ...read, ...usual, ...worth } : read;
    return judgeDisk(reading, { hoursLeft, recordBps, isCopyReached });
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

async function turnedItems({ turned }: MachineScene): Promise<readonly CheckItem[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tarazy-turned-'));
  const there = await startViscaCamera({ movesForMs: 20 });
  const cameras = openCameras({ file: path.join(folder, 'cameras.json'), log: quietLog, changed: () => undefined });
  try {
    const address = { protocol: 'visca', host: '127.0.0.1', port: there.port, user: '', password: '' } as const;
    await cameras.setControl(turnedSeat, address);
    for (let at = 0; at < turned.presets; at += 1) {
      // A motor that stands finds itself at one place for ever.
      if (!turned.stands) await cameras.move(turnedSeat, { pan: 1, tilt: 0, zoom: 0 });
      await cameras.storePreset(turnedSeat, null, `place ${String(at)}`);
    }
    Object.assign(there.behaviour, turned.behaviour);
    return await cameraProbe(() => cameras).run();
  } finally {
    cameras.close();
    there.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
