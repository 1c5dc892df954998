/**
 * `npm run test:jank -- --runs N`: while two cameras and four microphones are recorded, the script of every window in
 * turn, the recorder's own included, stands still for five seconds, N times each. Then the record is read: between two
 * pictures there may never be more than two frame times, in the sound no hole, and nobody may have noticed anything.
 * How many pictures that the cameras gave are in the record nowhere is told beside it: Chromium stamps one of PipeWire's
 * when it comes, so that a gap may also be one that came late.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { defaultVideo } from '#domain/seats.ts';
import { lostPicturesIn } from '../chaos/lost-pictures.ts';
import { holesOf } from '../chaos/record-holes.ts';
import { ordinaryCourtroom } from '../lab/start-lab.ts';
import { othersCpuPercent } from '../measure/tree-cpu.ts';
import { numberFlag, printVerdict } from '../measure/verdict.ts';
import { askPage } from '../stage/ask-page.ts';
import { inventedCard, ordinaryHall } from '../stage/hall-card.ts';
import { entriesOf, onlyHearingFolder, readJournal } from '../stage/record-files.ts';
import { startStage, wait, type Stage, type StageWindow } from '../stage/start-stage.ts';

const frameMs = 1000 / defaultVideo.frameRate;
const limits = { largestPictureGapMs: 2 * frameMs, largestSoundGapMs: 15, alarms: 0, lampOffTimes: 0, newEpochs: 0 };
/** Two pictures of a camera are never nearer in time than its rate makes them: above this it is a gap to be told. */
const toldFromMs = 1.5 * frameMs;
const calmMs = 1000;

const windows = {
  console: { x: 0, y: 0, width: 1920, height: 1080 },
  bench: { x: 1920, y: 0, width: 1280, height: 800 },
  screen: { x: 3200, y: 0, width: 640, height: 400 },
} as const;
const blocked: readonly StageWindow[] = ['recorder', 'call', 'console', 'bench', 'screen'];

type Block = Readonly<{ window: StageWindow; fromUs: number; toUs: number; othersPercent: number }>;

const isWhole = ({ lamp }: Parameters<Parameters<Stage['until']>[0]>[0]): boolean =>
  lamp.state === 'recording' && lamp.tracks.every(({ state }) => state === 'written');

const nowUs = (): number => Number(process.hrtime.bigint() / 1000n);

/** Keeps the page's script busy; nothing of it can run meanwhile, no timer, no message, no picture. */
async function block(stage: Stage, window: StageWindow, durationMs: number): Promise<Block> {
  const spin = `{ const until = performance.now() + ${String(durationMs)}; while (performance.now() < until); 'stood still' }`;
  const fromUs = nowUs();
  const { value: answer, percent } = await othersCpuPercent(process.pid, () =>
    askPage(stage.debugPort, `tarazy://app/${window}/`, spin),
  );
  const toUs = nowUs();
  if (answer !== 'stood still' || toUs - fromUs < durationMs * 1000)
    throw new Error(`the ${window} window did not stand still`);
  return { window, fromUs, toUs, othersPercent: Math.round(percent) };
}

async function openHearing(stage: Stage): Promise<void> {
  await stage.ask('hall.set-up', { card: ordinaryHall });
  for (const window of blocked) await stage.page(window);
  await stage.letGo();
  const { hearingId } = await stage.ask('hearing.plan', { card: inventedCard });
  await stage.ask('hearing.check', { hearingId });
  await stage.until((state) => state.check?.state === 'done', 60_000, 'the check is done');
  await stage.ask('hearing.open', { hearingId, override: { reason: 'jank', person: 'jank' } });
  await stage.until(isWhole, 20_000, 'everything is recorded');
}

const runs = numberFlag('runs', 10);
const blockMs = numberFlag('seconds', 5) * 1000;
const homeFolder = mkdtempSync(path.join(tmpdir(), 'tarazy-jank-'));
const stage = await startStage({ homeFolder, lab: ordinaryCourtroom, windows });
try {
  await openHearing(stage);
  await wait(5000);
  let lampOffTimes = 0;
  stage.hall.on('state.changed', (state) => {
    if (state.lamp.state !== 'recording') lampOffTimes += 1;
  });
  const calmFromUs = nowUs();
  await wait(5000);
  const beganUs = nowUs();
  const beganWallMs = Date.now();
  const blocks: Block[] = [];
  for (let run = 0; run < runs; run += 1) {
    for (const window of blocked) {
      const stoodStill = await block(stage, window, blockMs);
      await wait(calmMs);
      blocks.push({ ...stoodStill, toUs: nowUs() });
    }
    process.stderr.write(`${String(run + 1)} of ${String(runs)}\n`);
  }
  const endedUs = nowUs();
  const shutLamp = lampOffTimes;
  await stage.ask('hearing.end', { byOralOrder: false });
  const ended = await stage.until((state) => state.hearing?.phase === 'ended', 20_000, 'the end');
  const { intact } = await stage.ask('record.verify', { hearingId: ended.hearing!.hearingId });

  const folder = onlyHearingFolder(homeFolder);
  const journal = readJournal(folder);
  const zeroUs = entriesOf(journal, 'hearing.opened')[0]!.body.zero.monotonicUs;
  const lostPictures = lostPicturesIn(stage.lab, zeroUs, folder);
  const gaps = holesOf(folder, { soundUs: 0, pictureUs: 0 }).map((hole) => {
    const { trackId, fromUs, toUs } = hole;
    const ms = (toUs - fromUs) / 1000;
    const isLong = trackId.startsWith('camera-') && ms > toldFromMs;
    const lost = isLong ? Math.max(0, lostPictures(hole)) : 0;
    return { trackId, fromUs: fromUs + zeroUs, toUs: toUs + zeroUs, ms, lost };
  });
  const largest = (of: typeof gaps, isPicture: boolean): number =>
    Math.max(0, ...of.filter(({ trackId }) => trackId.startsWith('camera-') === isPicture).map(({ ms }) => ms));
  const within = (fromUs: number, toUs: number): typeof gaps =>
    gaps.filter((gap) => gap.toUs >= fromUs && gap.fromUs <= toUs);
  const tested = within(beganUs, endedUs);
  const byWindow = Object.fromEntries(
    blocked.map((window) => {
      const mine = blocks.filter((each) => each.window === window).flatMap(({ fromUs, toUs }) => within(fromUs, toUs));
      return [window, { pictureMs: largest(mine, true), soundMs: largest(mine, false) }];
    }),
  );
  const pictures = tested.filter(({ trackId }) => trackId.startsWith('camera-'));
  for (const { trackId, fromUs, ms, lost } of pictures.filter((gap) => gap.ms > toldFromMs)) {
    const during = blocks.find((each) => fromUs >= each.fromUs && fromUs <= each.toUs);
    const others = `other programs took ${String(during?.othersPercent)} % of a core`;
    const told = `${ms.toFixed(0)} ms, ${String(lost)} lost while ${String(during?.window)} stood still`;
    process.stderr.write(`${trackId}: ${told}, ${others}\n`);
  }
  const opened = entriesOf(journal, 'track.opened');
  const alarms = entriesOf(journal, 'alarm.raised');
  const figures = {
    blocks: blocks.length,
    intact,
    tracks: new Set(opened.map(({ body }) => body.trackId)).size,
    largestPictureGapMs: largest(tested, true),
    largestSoundGapMs: largest(tested, false),
    // Not bounded: tells pictures that are missing from those that only came late.
    lostPictures: tested.reduce((sum, { lost }) => sum + lost, 0),
    calmPictureGapMs: largest(within(calmFromUs, beganUs), true),
    byWindow,
    // Not ours and not bounded: who reads a failure wants to know whether the machine was left alone.
    othersPercentMost: Math.max(...blocks.map(({ othersPercent }) => othersPercent)),
    alarms: alarms.filter(({ wallMs }) => wallMs >= beganWallMs).length,
    // Not bounded: of the hearing's opening, which has nothing to do with a window that stands still.
    alarmsBefore: alarms.filter(({ wallMs }) => wallMs < beganWallMs).length,
    lampOffTimes: shutLamp,
    newEpochs: opened.length - new Set(opened.map(({ body }) => body.trackId)).size,
  };
  const isKept = Object.entries(limits).every(
    ([name, limit]) => ((figures as Record<string, unknown>)[name] as number) <= limit,
  );
  printVerdict({ name: 'jank', ok: isKept && intact && figures.tracks >= ordinaryHall.seats.length, figures, limits });
} finally {
  await stage.stop();
  if (process.exitCode === 0) rmSync(homeFolder, { recursive: true, force: true });
  else process.stderr.write(`the hall's folder: ${homeFolder}\n`);
}
