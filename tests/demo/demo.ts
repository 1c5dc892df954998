/**
 * The demo hearing: a whole hall in the virtual courtroom is set up, checks, records, reads back and keeps a hearing, played
 * by the real windows' own buttons in training mode. Then the record is measured. The last line on stdout is one JSON
 * object that names the folder with everything; the exit code is 0 only if every promise held.
 */
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findFfmpeg } from '../../native/ffmpeg/index.ts';
import { entriesOf, onlyHearingFolder, readJournal } from '../stage/record-files.ts';
import { startStage } from '../stage/start-stage.ts';
import { numberFlag } from '../measure/verdict.ts';
import { prepareLab } from '../lab/prepare.ts';
import { measureBleed } from '../lab/bleed.ts';
import { readCounter } from '../lab/read-counter.ts';
import { agreementLimitMs, cameraLatenessMs, compareWithJournal, decodeAll, trackFile } from './evidence.ts';
import { photographer, playHearing, setUpHall } from './hearing.ts';

const limits = {
  counterPresentShare: 0.995,
  agreementMs: agreementLimitMs,
  bleedDb: -60,
  framesPerSecond: 25,
} as const;
const keptDemos = 3;
const outputs = path.join(import.meta.dirname, '..', '..', 'demo-output');
const folder = path.join(outputs, new Date().toISOString().replaceAll(':', '-').slice(0, 19));

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

function forgetOldDemos(): void {
  for (const name of readdirSync(outputs).sort().slice(0, -keptDemos))
    rmSync(path.join(outputs, name), { recursive: true, force: true });
}

const microphones = [
  ['judge', 'ru-judge', 'judge'],
  ['secretary', 'kk-secretary', 'secretary'],
  ['witness', 'ru-witness', 'witness'],
  ['defender', 'kk-defender', 'defence'],
] as const;
const cameras = [
  ['cam-judge', 'bench-view'],
  ['cam-hall', 'parties-view'],
] as const;

async function play(): Promise<boolean> {
  const homeFolder = path.join(folder, 'home');
  const pictures = path.join(folder, 'screenshots');
  mkdirSync(homeFolder, { recursive: true });
  mkdirSync(pictures);
  forgetOldDemos();
  const ffmpeg = await findFfmpeg(process.env);
  if (ffmpeg.ok) say(`[demo] ffmpeg ${ffmpeg.value.version} (${ffmpeg.value.from})`);
  say('[demo 1/4] opening the virtual courtroom and the hall');
  const stage = await startStage({ homeFolder });
  try {
    const shoot = photographer(pictures, [
      [1280, 800],
      [1920, 1080],
    ]);
    say('[demo 2/4] setting the hall up on its own screen');
    await setUpHall(stage, shoot);
    say('[demo 3/4] today → check → hearing → after (about two minutes)');
    const played = await playHearing(stage, shoot, numberFlag('seconds', 20));
    say('[demo 4/4] measuring the record');
    const hearingFolder = onlyHearingFolder(homeFolder);
    const journal = readJournal(hearingFolder);
    const verification = await stage.ask('record.verify', { hearingId: played.hearingId });
    writeFileSync(path.join(folder, 'verification.json'), JSON.stringify(verification, null, 2));
    const marks = entriesOf(journal, 'mark.set').map((entry) => ({ wallMs: entry.wallMs, ...entry.body }));
    writeFileSync(path.join(folder, 'marks.json'), JSON.stringify(marks, null, 2));

    const zero = entriesOf(journal, 'hearing.opened')[0]?.body;
    if (zero === undefined) throw new Error('the journal does not know when the hearing was opened');
    const seatOf = (kind: 'camera' | 'microphone', place: string): string => {
      const seat = zero.hall.seats.find((each) => each.kind === kind && each.place === place);
      if (seat === undefined) throw new Error(`nobody sits at ${place}`);
      return seat.id;
    };
    // The growing copies go away by themselves a minute after their epochs were closed.
    const recording = path.join(folder, 'recording');
    cpSync(hearingFolder, recording, { recursive: true, filter: (from) => !from.includes('.live.') });
    cpSync(played.exportedTo, path.join(recording, 'exported-whole.mkv'));
    const decoded = await decodeAll(recording);
    const agreements = await compareWithJournal(hearingFolder, journal);
    const counters: Record<string, unknown>[] = [];
    for (const [name, place] of cameras) {
      const frameLog = stage.lab.cameras.get(name)?.frameLog ?? '';
      for (const { epoch, trackId } of agreements.filter((each) => each.trackId === seatOf('camera', place))) {
        const reading = await readCounter(trackFile(hearingFolder, trackId, epoch));
        const { frames, ...figures } = reading;
        const readable = frames.flatMap(({ atMs, value }) => (value === null ? [] : [{ atMs, value }]));
        const spanS = ((readable.at(-1)?.atMs ?? 0) - (readable[0]?.atMs ?? 0)) / 1000;
        const lateness = cameraLatenessMs(frameLog, zero.zero.monotonicUs, readable);
        counters.push({
          trackId,
          epoch,
          frames: frames.length,
          framesPerSecond: (frames.length - 1) / spanS,
          ...figures,
          lateness,
        });
      }
    }
    const timeline = (us: number): number => (us - zero.zero.monotonicUs) / 1000;
    const bleed = await measureBleed(
      microphones.map(([name, speaker, place]) => {
        const track = seatOf('microphone', place);
        const hush = played.hushes.find((each) => each.microphone === name);
        if (hush === undefined) throw new Error(`${name} was never silent`);
        // The last words are still on their way through the sound server when the speaker falls silent.
        const silent = { fromMs: timeline(hush.fromUs) + 700, toMs: timeline(hush.toUs) - 100 };
        return {
          track,
          file: trackFile(hearingFolder, track, 1),
          speaker,
          startMs: agreements.find((each) => each.trackId === track && each.epoch === 1)?.startMs ?? 0,
          silent,
        };
      }),
      (await prepareLab()).speechFolder,
    );
    const complaints = decoded.filter((each) => each.complaints.length > 0);
    const worstAgreementMs = Math.max(
      ...agreements.flatMap((each) => [Math.abs(each.startDifferenceMs), Math.abs(each.endDifferenceMs)]),
    );
    const promises = {
      verified: verification.intact,
      decodesClean: complaints.length === 0,
      counterPresent: counters.every(
        (each) =>
          Number(each['presentShare']) >= limits.counterPresentShare &&
          each['repeated'] === 0 &&
          each['unreadable'] === 0,
      ),
      framesPerSecond: counters.every(
        (each) => Math.abs(Number(each['framesPerSecond']) - limits.framesPerSecond) < 0.5,
      ),
      agreesWithJournal: worstAgreementMs <= limits.agreementMs,
      ownWords: bleed.every((each) => each.heard === each.speaker && each.likeness > 0.9),
      noBleed: bleed.every((each) => each.bleedDb <= limits.bleedDb),
      marked: marks.length >= 3,
      training: zero.training,
      nothingCut: shoot.flaws.length === 0,
    };
    writeFileSync(
      path.join(folder, 'report.json'),
      JSON.stringify(
        {
          promises,
          limits,
          worstAgreementMs,
          counters,
          bleed,
          agreements,
          filesDecoded: decoded.length,
          complaints,
          flaws: shoot.flaws,
        },
        null,
        2,
      ),
    );
    const broken = Object.entries(promises)
      .filter(([, holds]) => !holds)
      .map(([name]) => name);
    if (broken.length > 0) say(`[demo] not kept: ${broken.join(', ')}; see ${path.join(folder, 'report.json')}`);
    return broken.length === 0;
  } finally {
    await stage.stop();
  }
}

/** Whoever started us is gone: nobody will see the end, and the next demo needs the machine. */
const parent = process.ppid;
setInterval(() => process.ppid === parent || process.exit(130), 500).unref();

const ok = await play().catch((error: unknown) => {
  say(`[demo] ${String(error)}`);
  return false;
});
process.stdout.write(`${JSON.stringify({ name: 'demo', ok, folder, home: path.join(folder, 'home') })}\n`);
process.exit(ok ? 0 : 1);
