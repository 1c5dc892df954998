/*
 * The hall's own way to sound and network cameras: a process that hears microphones straight from the sound server, takes the
 * pictures of cameras by RTSP, and brings the hall the same numbered chunks as the windows do. It does what the hall's newest plan says, and ends by itself when
 * the hall is gone.
 */
import { readFileSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import path from 'node:path';
import { connectHall } from '#line/hall-client.ts';
import { openSoundServer } from '../../native/sound-server/index.ts';
import {
  createLog,
  dataFolders,
  endOnBugs,
  keepHeapSmall,
  readLockHolder,
  refuseWrongNode,
  systemClock as clock,
} from '../hall/plumbing/index.ts';
import { Lease } from './lease.ts';
import { SoundDesk } from './sound-desk.ts';

refuseWrongNode();
keepHeapSmall({ bytesPassThrough: false });
// Whoever read what we say may be gone before us.
process.stderr.on('error', () => undefined);
const { env } = process;
const folders = dataFolders(env);
const log = createLog(path.join(folders.logs, 'sound-path'));
endOnBugs(log, env);
log.info({ node: process.version }, 'sound-path-starting');

/** Where the hall listens; null while there is none. It may be another port after its restart. */
function addressOfHall(): string | null {
  try {
    const { port } = JSON.parse(readFileSync(path.join(folders.run, 'hall.json'), 'utf8')) as { port: number };
    return `ws://127.0.0.1:${String(port)}`;
  } catch {
    return null;
  }
}

// One that is killed would never write down what it compiled.
flushCompileCache();
let address = '';
/** The service that holds the data folder now. */
const masterPid = (): number | null => readLockHolder(folders.run)?.pid ?? null;
let heardPid: number | null = null;
const hall = connectHall({
  door: { papers: () => Promise.resolve({ address: addressOfHall(), ticket: env['TARAZY_TICKET'] ?? '' }) },
});
const desk = new SoundDesk({
  ffmpegPath: env['TARAZY_FFMPEG'] ?? 'ffmpeg',
  soundServer: openSoundServer(),
  log,
  clock,
  address: () => address,
  isAllowed: () => !lease.isExpired,
  async login(seatId) {
    const answer = await hall.ask('camera.login', { seatId });
    return answer.ok ? answer.value.login : null;
  },
  async pictureDoor(seatId) {
    const answer = await hall.ask('picture.open', { seatId });
    return answer.ok ? { address, token: answer.value.token } : null;
  },
  // A report that does not arrive is made again for the plan that comes with the next line.
  send: (report) => void hall.ask('capture.report', report),
});

async function end(why: string): Promise<void> {
  log.info({ why }, 'sound-path-ending');
  await desk.abandon();
  hall.close();
  await log.close();
  process.exit(0);
}
const lease = new Lease({
  expired: () => void end('lease'),
  isSuccessorComing: () => ![null, heardPid].includes(masterPid()),
});
process.on('SIGTERM', () => void end('asked'));
process.on('SIGINT', () => void end('asked'));

hall.on('state.changed', () => {
  lease.renew();
});
hall.on('capture.planned', (plan) => {
  lease.renew();
  desk.follow(plan);
});
hall.onConnection((isConnected) => {
  // Whoever lets us in again is not gone.
  if (isConnected) lease.renew();
  if (isConnected) heardPid = masterPid();
  const found = isConnected ? addressOfHall() : null;
  if (found === null || found === address) return;
  address = found;
  desk.moveTo(address);
});
