import { mkdirSync } from 'node:fs';
import { isNote } from '#domain/check/check-item.ts';
import { hoursLeft, plannedBps } from '#domain/record/hours-left.ts';
import {
  clockServers,
  judgeClock,
  judgeDisk,
  judgeProcessor,
  readClock,
  readDisk,
  readProcessor,
} from '../machine/index.ts';
import type { Words } from '../plumbing/index.ts';
import { openHallSetup } from '../setup/index.ts';
import type { Desk } from './command.ts';
import type { DoctorItem } from './doctor-item.ts';
import { noLog } from './open-archive.ts';

const lookForMs = 1000;
const diskLimitMs = 6000;
/** A doctor may be asked beside a running hearing, and writes little. */
const pieces = 5;

/** This PC's clock, read and judged as the check does. */
export async function checkClock({ env, say }: Desk): Promise<DoctorItem> {
  const servers = clockServers(env);
  const reading = await readClock(servers);
  const judged = judgeClock(reading);
  // Who calls the doctor can name a server, which those who prepare a hearing cannot.
  const verdict = isNote(judged) ? 'look' : judged.verdict;
  const figures = { servers, ...judged.figures };
  const tell = (words: string): DoctorItem => ({ item: 'clock', verdict, words, figures });
  if (reading === 'none') return tell(say('cli.doctor.clock.none'));
  if (reading === 'silent') return tell(say('cli.doctor.clock.silent', { servers: servers.join(', ') }));
  const { behindMs } = reading;
  const seconds = (Math.abs(behindMs) / 1000).toFixed(Math.abs(behindMs) < 10_000 ? 2 : 0);
  if (verdict === 'good') return tell(say('cli.doctor.clock.good', { seconds }));
  return tell(say(behindMs > 0 ? 'cli.doctor.clock.behind' : 'cli.doctor.clock.ahead', { seconds }));
}

/** How much of the processor is left for a hearing, and how hot it is where the system tells. */
export async function checkProcessor(say: Words): Promise<DoctorItem> {
  const reading = await readProcessor(lookForMs);
  const { verdict, findings, figures } = judgeProcessor(reading, false);
  const load = { cores: reading.cores, percent: Math.round(reading.busyShare * 100) };
  const [temperature, limit] = [Math.round(reading.temperatureC ?? 0), Math.round(reading.limitC ?? 0)];
  const warmth =
    reading.temperatureC === null
      ? say('cli.doctor.processor.noTemperature')
      : findings.includes('processor-hot')
        ? say('cli.doctor.processor.hot', { temperature, limit: limit === 0 ? '?' : limit })
        : say('cli.doctor.processor.temperature', { temperature });
  const busy = say(`cli.doctor.processor.${findings.includes('processor-busy') ? 'busy' : 'good'}`, load);
  return { item: 'processor', verdict, words: `${busy}; ${warmth}`, figures };
}

/** The data folder, written to as the check does, and how long its disk lasts. */
export async function checkFolder({ folders, say }: Desk): Promise<readonly DoctorItem[]> {
  const { root } = folders;
  try {
    mkdirSync(root, { recursive: true, mode: 0o700 });
  } catch {
    // Said below, because nothing can be written there either.
  }
  const reading = await readDisk(root, diskLimitMs, pieces);
  const card = openHallSetup(folders.hallFile, noLog).card();
  const left = hoursLeft(card, reading.freeBytes);
  const wanted = { hoursLeft: left, recordBps: plannedBps(card), isCopyReached: null };
  // The one item of the check is two lines here: whether the folder takes what is written, and how much room there is.
  const written = judgeDisk(reading, { ...wanted, hoursLeft: null });
  const { verdict } = judgeDisk(null, wanted);
  const syncMs = written.figures['medianSyncMs'] ?? 0;
  const word = { read: written.verdict === 'good' ? 'good' : 'slow', still: 'still' }[reading.kind as string];
  const gigabytes = (reading.freeBytes / 1e9).toFixed(1);
  return [
    {
      item: 'folder',
      verdict: written.verdict,
      words: say(`cli.doctor.folder.${word ?? 'unwritable'}`, { path: root, syncMs }),
      figures: { path: root, ...written.figures },
    },
    {
      item: 'disk',
      verdict,
      words:
        left === null
          ? say('cli.doctor.disk.free', { gigabytes })
          : say('cli.doctor.disk.hours', { gigabytes, hours: Math.floor(left) }),
      figures: { freeBytes: reading.freeBytes, ...(left === null ? {} : { hoursLeft: left }) },
    },
  ];
}
