import path from 'node:path';
import { lostPicturesIn } from '../chaos/lost-pictures.ts';
import { holesOf } from '../chaos/record-holes.ts';
import { ordinaryCourtroom } from '../lab/start-lab.ts';
import { inventedCard, ordinaryHall } from '../stage/hall-card.ts';
import { entriesOf, onlyHearingFolder, readJournal } from '../stage/record-files.ts';
import { startStage, wait } from '../stage/start-stage.ts';
import type { TestDisk } from '../stage/test-disk.ts';
import { AlarmEar } from './alarm-ear.ts';

export type StoodStill = Readonly<{
  toldAfterMs: number;
  queue: Readonly<{ waitingMs: number; limitMs: number; bytes: number; limitBytes: number }> | null;
  backAfterMs: number;
  /** Stretches that lack around the time that the disk stood still; of a camera only where a picture that it gave is nowhere. */
  holes: readonly Readonly<{ trackId: string; lackMs: number }>[];
  /** Gaps that were journaled for that time. */
  gaps: number;
  epochs: number;
  intact: boolean;
  wordless: readonly string[];
}>;

/** What of the calm before and after belongs to the stall. */
const aroundUs = 5_000_000;

/** Two real cameras and four microphones in real windows while their disk, the windows' own files included, stands still. */
export async function recordOverStillDisk(disk: TestDisk, stallS: number): Promise<StoodStill> {
  const homeFolder = path.join(disk.folder, 'home');
  const stage = await startStage({ homeFolder, lab: ordinaryCourtroom });
  const ear = new AlarmEar(stage.hall);
  try {
    await stage.ask('hall.set-up', { card: ordinaryHall });
    const { hearingId } = await stage.ask('hearing.plan', { card: inventedCard });
    await stage.ask('hearing.check', { hearingId });
    await stage.until((state) => state.check?.state === 'done', 60_000, 'the check is done');
    await stage.ask('hearing.open', { hearingId, override: { reason: 'test', person: 'test' } });
    await stage.until(({ lamp }) => lamp.state === 'recording', 20_000, 'everything is recorded');
    await wait(6000);
    const beganMs = performance.now();
    const fromMonotonicUs = Number(process.hrtime.bigint() / 1000n);
    const still = disk.standStill(stallS * 1000);
    let queue: StoodStill['queue'] = null;
    const looking = setInterval(() => {
      const shown = ear.state?.disk.queue ?? null;
      if (shown !== null && shown.waitingMs > (queue?.waitingMs ?? 0)) queue = shown;
    }, 500);
    await still;
    clearInterval(looking);
    const endedMs = performance.now();
    const toMonotonicUs = Number(process.hrtime.bigint() / 1000n);
    await stage.until(
      ({ lamp, alarms }) => lamp.state === 'recording' && alarms.every(({ fault }) => fault.key !== 'disk.slow'),
      30_000,
      'everything is recorded again',
    );
    const backAfterMs = Math.round(performance.now() - endedMs);
    await wait(4000);
    await stage.ask('hearing.end', { byOralOrder: false });
    await stage.until((state) => state.hearing?.phase === 'ended', 20_000, 'the end');
    const { intact } = await stage.ask('record.verify', { hearingId });
    const folder = onlyHearingFolder(homeFolder);
    const journal = readJournal(folder);
    const zeroUs = entriesOf(journal, 'hearing.opened')[0]?.body.zero.monotonicUs ?? 0;
    const [fromUs, toUs] = [fromMonotonicUs - zeroUs - aroundUs, toMonotonicUs - zeroUs + aroundUs];
    const isThen = (each: Readonly<{ fromUs: number; toUs: number }>): boolean =>
      each.toUs > fromUs && each.fromUs < toUs;
    const lostPictures = lostPicturesIn(stage.lab, zeroUs, folder);
    const holes = holesOf(folder)
      .filter(isThen)
      .filter((hole) => !hole.trackId.startsWith('camera-') || lostPictures(hole) > 0);
    return {
      toldAfterMs: Math.round(ear.toldAfterMs('disk.slow', beganMs)),
      queue,
      backAfterMs,
      holes: holes.map((hole) => ({ trackId: hole.trackId, lackMs: Math.round((hole.toUs - hole.fromUs) / 1000) })),
      gaps: entriesOf(journal, 'gap.found').filter(({ body }) => isThen(body)).length,
      epochs: entriesOf(journal, 'track.opened').length,
      intact,
      wordless: ear.wordless,
    };
  } finally {
    await stage.stop();
  }
}
