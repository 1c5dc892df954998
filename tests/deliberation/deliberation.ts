/**
 * L5: between "Удаление" (retiring) and "Продолжить запись" (go on) no capture stream is open on any path and no sample
 * is written, also when the service dies in it; and what a service that stays away leaves behind falls silent by itself:
 * the second way to the sound within six seconds, the windows within forty. Shown on a whole hall with both windows open and both audio paths in use: the sound server and the
 * cameras are asked 20 times a second, the bytes on disk are watched, and afterwards every chunk is read.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { scanChunks } from '#domain/record/chunk.ts';
import { numberFlag, printVerdict } from '../measure/verdict.ts';
import { ordinaryCourtroom } from '../lab/start-lab.ts';
import { inventedCard, withMixerSeats } from '../stage/hall-card.ts';
import { entriesOf, filesUnder, fingerprint, onlyHearingFolder, readJournal } from '../stage/record-files.ts';
import { startStage, wait, type Stage } from '../stage/start-stage.ts';

const run = promisify(execFile);

const courtroom = {
  ...ordinaryCourtroom,
  microphones: [
    ...ordinaryCourtroom.microphones,
    { name: 'mixer', label: 'Mixer', channels: [null, null, 'ru-judge', null, null, 'kk-secretary', null, null] },
  ],
} as const;

/** Streams that take sound from the server for a program; the lab's own wiring has no client. */
async function soundStreams(stage: Stage): Promise<readonly string[]> {
  const text = await stage.lab.pactl('list', 'short', 'source-outputs');
  return text.split('\n').filter((line) => line !== '' && line.split('\t')[2] !== '-');
}

/** Links from a camera of the lab to anybody. */
async function cameraLinks(stage: Stage): Promise<readonly string[]> {
  const { stdout } = await run('pw-link', ['--links'], { env: stage.lab.env });
  return stdout.split('\n').filter((line) => line.includes('|->') || line.includes('|<-'));
}

async function watchSilence(
  stage: Stage,
  durationMs: number,
): Promise<{ looks: number; open: string[]; written: number }> {
  const folder = onlyHearingFolder(stage.homeFolder);
  const tracks = filesUnder(path.join(folder, 'tracks'));
  const before = fingerprint(tracks);
  const endsAt = performance.now() + durationMs;
  const open: string[] = [];
  let looks = 0;
  let written = 0;
  while (performance.now() < endsAt) {
    open.push(...(await soundStreams(stage)), ...(await cameraLinks(stage)));
    if (fingerprint(filesUnder(path.join(folder, 'tracks'))) !== before) written += 1;
    looks += 1;
    await wait(50);
  }
  return { looks, open, written };
}

/** Chunks that hold anything captured inside (fromUs, toUs). */
function chunksInside(folder: string, fromUs: number, toUs: number): readonly string[] {
  const found: string[] = [];
  for (const file of filesUnder(path.join(folder, 'tracks'))) {
    for (const chunk of scanChunks(readFileSync(file))) {
      if (chunk.state !== 'whole' || chunk.header.seq === 0) continue;
      const { firstAtUs, seq, frames } = chunk.header;
      // A picture is taken at one moment, and lasts until the next only when it is shown; sound is heard to its last sample.
      const isPicture = path.basename(path.dirname(file)).startsWith('camera-');
      const lastingUs = isPicture ? (chunk.header.lastAtUs - firstAtUs) / frames : 0;
      const lastAtUs = chunk.header.lastAtUs - lastingUs;
      if (lastAtUs > fromUs && firstAtUs < toUs)
        found.push(
          `${path.basename(path.dirname(file))} ${path.basename(file)} ${String(seq)}: ${String(firstAtUs)}-${String(lastAtUs)} in ${String(fromUs)}-${String(toUs)}`,
        );
    }
  }
  return found;
}

/** Waits for the two leases, second by second from the death of the service. */
const leases = { secondWayMs: 6000, windowsMs: 40_000 } as const;

/** How many streams stayed open, and how much was written, where nobody could order silence or had ordered it before. */
async function leaveOrphans(stage: Stage): Promise<Readonly<Record<string, number>>> {
  const isLit = (): Promise<unknown> =>
    stage.until(({ lamp }) => lamp.state === 'recording', 30_000, 'the lamp is lit');
  const secondWay = readSoundPathPid(stage);
  await stage.killService();
  await wait(leases.secondWayMs);
  const secondWayLeft = isRunning(secondWay) ? 1 : 0;
  await wait(leases.windowsMs - leases.secondWayMs);
  const left = [...(await soundStreams(stage)), ...(await cameraLinks(stage))];
  if (left.length > 0) process.stderr.write(`left open by nobody's order: ${left.join(' | ')}\n`);
  stage.startService();
  await isLit();
  await wait(3000);
  await stage.ask('hearing.pause', { pause: 'deliberation', byOralOrder: true, note: '' });
  await stage.killService();
  stage.startService();
  const { open, written } = await watchSilence(stage, 5000);
  if (open.length > 0)
    process.stderr.write(`open although the service died in silence: ${[...new Set(open)].join(' | ')}\n`);
  await stage.until(({ hearing }) => hearing?.phase === 'deliberation', 10_000, 'the service is back');
  await stage.ask('hearing.resume', { byOralOrder: true });
  await isLit();
  return { secondWayLeft, windowsLeft: left.length, openAfterDeath: open.length, writesAfterDeath: written };
}

/** False also for one that ended and whose end nobody has read yet. */
function isRunning(pid: number): boolean {
  const file = `/proc/${String(pid)}/stat`;
  return existsSync(file) && !readFileSync(file, 'utf8').includes(') Z ');
}

function readSoundPathPid(stage: Stage): number {
  return (JSON.parse(readFileSync(path.join(stage.homeFolder, 'run', 'sound-path.json'), 'utf8')) as { pid: number })
    .pid;
}

async function show(): Promise<void> {
  const silenceS = numberFlag('seconds', 10);
  const runs = numberFlag('runs', 3);
  const stage = await startStage({ lab: courtroom });
  try {
    const mixer = stage.lab.microphones.get('mixer');
    if (mixer === undefined) throw new Error('the mixer is missing');
    await stage.ask('hall.set-up', { card: withMixerSeats(mixer.sourceName) });
    await stage.page('console');
    await stage.page('bench');
    const { hearingId } = await stage.ask('hearing.plan', { card: inventedCard });
    await stage.ask('hearing.check', { hearingId });
    await stage.until((state) => state.check?.state === 'done', 40_000, 'the check is done');
    await stage.ask('hearing.open', { hearingId, override: null });
    // Every microphone of a window is heard twice; the mixer's two channels have one way only.
    const wanted = 2 * (stage.lab.microphones.size - 1) + 2 + stage.lab.cameras.size;
    const figures: { openDuringRecord: number; looks: number; openStreams: number; writes: number }[] = [];
    for (let round = 0; round < runs; round += 1) {
      await stage.until((state) => state.lamp.state === 'recording', 15_000, 'the lamp is lit');
      await wait(4000);
      const openDuringRecord = (await soundStreams(stage)).length;
      await stage.ask('hearing.pause', { pause: 'deliberation', byOralOrder: true, note: '' });
      const { looks, open, written } = await watchSilence(stage, (silenceS * 1000) / runs);
      if (open.length > 0) process.stderr.write(`still open: ${[...new Set(open)].join(' | ')}\n`);
      figures.push({ openDuringRecord, looks, openStreams: open.length, writes: written });
      await stage.ask('hearing.resume', { byOralOrder: true });
    }
    await stage.until((state) => state.lamp.state === 'recording', 15_000, 'the lamp is lit again');
    const orphans = await leaveOrphans(stage);
    await wait(3000);
    await stage.ask('hearing.end', { byOralOrder: false });
    await wait(500);

    const folder = onlyHearingFolder(stage.homeFolder);
    const journal = readJournal(folder);
    const resumed = entriesOf(journal, 'hearing.resumed');
    const inside = entriesOf(journal, 'hearing.paused').flatMap((pause, index) =>
      chunksInside(folder, pause.body.atUs, resumed[index]?.body.atUs ?? Number.POSITIVE_INFINITY),
    );
    const unproven = entriesOf(journal, 'capture.closed').filter((entry) => entry.body.openStreams.length > 0).length;
    const tracks = new Set(entriesOf(journal, 'track.opened').map((entry) => entry.body.trackId)).size;
    const { intact } = await stage.ask('record.verify', { hearingId });
    const sum = (key: keyof (typeof figures)[number]): number => figures.reduce((total, each) => total + each[key], 0);
    const wasHeard = figures.every((each) => each.openDuringRecord >= 9);
    printVerdict({
      name: 'deliberation',
      ok:
        sum('openStreams') === 0 &&
        sum('writes') === 0 &&
        Object.values(orphans).every((count) => count === 0) &&
        inside.length === 0 &&
        unproven === 0 &&
        intact &&
        wasHeard &&
        tracks === wanted,
      figures: {
        rounds: runs,
        looks: sum('looks'),
        openStreams: sum('openStreams'),
        writes: sum('writes'),
        ...orphans,
        chunksInside: inside,
        closingsUnproven: unproven,
        tracks,
        streamsWhileRecording: figures.map((each) => each.openDuringRecord),
        intact,
      },
      limits: {
        secondWayLeft: 0,
        windowsLeft: 0,
        openAfterDeath: 0,
        writesAfterDeath: 0,
        openStreams: 0,
        writes: 0,
        chunksInside: 0,
        closingsUnproven: 0,
        tracks: wanted,
      },
    });
  } finally {
    await stage.stop();
  }
}

await show();
