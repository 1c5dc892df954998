import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { holesOf, seatHoles } from '../../chaos/record-holes.ts';
import { inventedCard, ordinaryHall } from '../../stage/hall-card.ts';
import { onlyHearingFolder } from '../../stage/record-files.ts';
import { startStage, wait } from '../../stage/start-stage.ts';
import { ordinaryCourtroom, startLab, type LabRequest } from '../../lab/start-lab.ts';
import type { HallCard } from '#domain/seats.ts';
import { processTree } from '../tree-cpu.ts';
import { say } from '../verdict.ts';
import { moreByThirds, trendOf, type Reading } from './trend.ts';

const everyMs = 10_000;
/** Readings in stretches of six minutes, of which the lowest counts: what is kept, not what waits to be swept. */
const inStretch = 36;
const settleS = 900;
const pageBytes = 1024 * 1024;
/** A part that lived shorter was replaced, and is told as such; one that is seen twice or less only answered a question. */
const wholeShare = 0.98;
const longLived = 3;

/**
 * One camera and two microphones, each heard twice, and the console: every part of a hall, on half a core, so that hours of it can run
 * beside other work. What is kept by mistake is kept for every chunk, picture and state, however small.
 */
const smallVideo = { width: 320, height: 180, frameRate: 10, bitrateBps: 200_000 } as const;
const smallHall: HallCard = {
  ...ordinaryHall,
  seats: ordinaryHall.seats
    .filter(({ id }) => ['camera-hall', 'mic-judge', 'mic-witness'].includes(id))
    .map((seat) => (seat.kind === 'camera' ? { ...seat, video: smallVideo } : seat)),
};
const smallCourtroom: LabRequest = {
  ...ordinaryCourtroom,
  cameras: [
    {
      name: 'cam-hall',
      label: 'Camera Hall',
      widthPx: smallVideo.width,
      heightPx: smallVideo.height,
      framesPerSecond: 10,
    },
  ],
  microphones: ordinaryCourtroom.microphones.filter(({ name }) => name === 'judge' || name === 'witness'),
};
const windows = { console: { x: 0, y: 0, width: 1280, height: 800 }, bench: null };

type Part = { readonly name: string; readonly memory: Reading[]; readonly handles: Reading[] };

export type Soak = Readonly<{
  hours: number;
  /** The steepest upper bound of any part, MB/h of memory that belongs to it alone or is shared by mapping. */
  memoryMbPerH: number;
  steepest: string;
  /** Of any part, the last third against the first. */
  handlesPerH: number;
  /** By how much the record's lag behind the device grew, ms/h, upper bound. */
  lagMsPerH: number;
  replaced: number;
  /** Sound that both ways to it lack, longest, ms; share of the pictures that are missing. */
  soundHoleMs: number;
  lostPicturesShare: number;
  intact: boolean;
}>;

/** MB of memory that is no file's; undefined once the process is gone. */
function memoryMb(pid: number): number | undefined {
  try {
    const status = readFileSync(`/proc/${String(pid)}/status`, 'latin1');
    const kb = (name: string): number => Number(new RegExp(`${name}:\\s*(\\d+)`).exec(status)?.[1] ?? 0);
    return ((kb('RssAnon') + kb('RssShmem')) * 1024) / pageBytes;
  } catch {
    return undefined;
  }
}

/** Pages bear one name; which window each is stands on its command line. */
function nameOf(pid: number, command: string): string {
  let line = '';
  try {
    line = readFileSync(`/proc/${String(pid)}/cmdline`, 'latin1');
  } catch {
    // One that only answered a question is gone already.
  }
  const what = /--tarazy-window=(\w+)/.exec(line)?.[1] ?? /(hall|sound-path)\/main\.ts/.exec(line)?.[1] ?? '';
  return `${command} ${what} ${String(pid)}`;
}

function handleCount(pid: number): number {
  try {
    return readdirSync(`/proc/${String(pid)}/fd`).length;
  } catch {
    return 0;
  }
}

/** The lowest reading of every stretch: a sawtooth's floor. */
function floors(readings: readonly Reading[]): readonly Reading[] {
  const length = Math.min(inStretch, Math.ceil(readings.length / 10));
  return Array.from({ length: Math.floor(readings.length / length) }, (_, at) =>
    readings
      .slice(at * length, (at + 1) * length)
      .reduce((lowest, reading) => (reading.value < lowest.value ? reading : lowest)),
  );
}

/** Records for so long and tells what grew after the first quarter of an hour (or third, where it is shorter). */
export async function soak(hours: number): Promise<Soak> {
  const lab = await startLab(smallCourtroom);
  const stage = await startStage({ openLab: lab, windows });
  try {
    await stage.ask('hall.set-up', { card: smallHall });
    const { hearingId } = await stage.ask('hearing.plan', { card: inventedCard });
    await stage.ask('hearing.check', { hearingId });
    await stage.until((state) => state.check?.state === 'done', 60_000, 'the check is done');
    await stage.ask('hearing.open', { hearingId, override: { reason: 'measurement', person: 'measurement' } });
    await stage.until((state) => state.lamp.state === 'recording', 20_000, 'the lamp is lit');
    const wholeS = hours * 3600;
    const fromS = Math.min(settleS, wholeS / 3);
    const parts = new Map<number, Part>();
    const lags: Reading[] = [];
    const startedAt = performance.now();
    let readings = 0;
    for (let passedS = 0; passedS < wholeS; passedS = (performance.now() - startedAt) / 1000) {
      await wait(everyMs);
      if (passedS < fromS) continue;
      const atH = passedS / 3600;
      readings += 1;
      for (const { pid, command } of processTree(stage.hallPid())) {
        const value = memoryMb(pid);
        if (value === undefined) continue;
        const part = parts.get(pid) ?? { name: nameOf(pid, command), memory: [], handles: [] };
        parts.set(pid, part);
        part.memory.push({ atH, value });
        part.handles.push({ atH, value: handleCount(pid) });
      }
      const { lamp } = await stage.until(() => true, 20_000, 'a state');
      lags.push({ atH, value: Math.max(...lamp.tracks.map(({ lagMs }) => lagMs ?? Number.NaN)) });
      if (readings % 60 === 0) say(`${(passedS / 60).toFixed(0)} of ${(wholeS / 60).toFixed(0)} minutes`);
    }
    const all = [...parts.values()];
    const whole = all.filter(({ memory }) => memory.length >= readings * wholeShare);
    const trends = whole.map((part) => ({
      ...{ name: part.name, mb: part.memory.at(-1)?.value ?? 0 },
      ...{
        floors: floors(part.memory),
        memory: trendOf(floors(part.memory)),
        handles: moreByThirds(floors(part.handles)),
      },
    }));
    for (const { name, mb, floors: each, memory, handles } of trends)
      say(
        `${name}: ${mb.toFixed(0)} MB, ${memory.slopePerH.toFixed(2)} (at most ${memory.upperPerH.toFixed(2)}) MB/h, ` +
          `${handles.toFixed(2)} handles/h; floors ${each.map(({ value }) => value.toFixed(1)).join(' ')}`,
      );
    const steepest = trends.toSorted((one, other) => other.memory.upperPerH - one.memory.upperPerH)[0];
    await stage.ask('hearing.end', { byOralOrder: false });
    await stage.until((state) => state.hearing?.phase === 'ended', 30_000, 'the end');
    const { intact } = await stage.ask('record.verify', { hearingId });
    const holes = holesOf(onlyHearingFolder(stage.homeFolder), { soundUs: 15_000, pictureUs: 140_000 });
    const lostS = holes
      .filter(({ trackId }) => trackId.startsWith('camera-'))
      .reduce((sum, { fromUs, toUs }) => sum + (toUs - fromUs) / 1e6 - 1 / smallVideo.frameRate, 0);
    return {
      hours,
      memoryMbPerH: steepest?.memory.upperPerH ?? Number.NaN,
      steepest: steepest?.name ?? '',
      handlesPerH: Math.max(...trends.map(({ handles }) => handles)),
      lagMsPerH: trendOf(lags).upperPerH,
      replaced: all.filter(({ memory }) => memory.length >= longLived).length - whole.length,
      soundHoleMs: Math.max(0, ...seatHoles(holes).map(({ fromUs, toUs }) => (toUs - fromUs) / 1000)),
      lostPicturesShare: lostS / wholeS,
      intact,
    };
  } finally {
    await stage.stop();
    await lab.stop();
    rmSync(stage.homeFolder, { recursive: true, force: true });
  }
}
