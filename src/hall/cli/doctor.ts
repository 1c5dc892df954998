import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { done } from '#domain/outcome.ts';
import { findFfmpeg } from '../../../native/ffmpeg/index.ts';
import { openSoundServer } from '../../../native/sound-server/index.ts';
import { knownVersion, type Agreement } from '../archive/index.ts';
import { readTurn } from '../peers/index.ts';
import { faultSentence, readLockHolder, type DataFolders, type Words } from '../plumbing/index.ts';
import { readHallKeys } from '../security/index.ts';
import { exitCodes, type Command, type Desk } from './command.ts';
import { checkClock, checkFolder, checkProcessor } from './doctor-machine.ts';
import type { DoctorItem as Item, DoctorVerdict as Verdict } from './doctor-item.ts';
import { openForReading } from './open-archive.ts';

const portAnswerMs = 2000;
const soundDevice = process.platform === 'win32' ? 'dshow' : 'pulse';

/** Looks at all that a hearing needs on this PC and says of each whether it is well. */
export const doctorCommand: Command = async (desk) => {
  const items = [
    checkNode(desk.say),
    await checkFfmpeg(desk),
    await checkProcessor(desk.say),
    await checkClock(desk),
    ...(await checkFolder(desk)),
    checkKey(desk),
    await checkService(desk),
    await checkSound(desk.say),
    checkTurn(desk),
    ...checkArchive(desk),
  ];
  const worst = items.some((item) => item.verdict === 'bad')
    ? 'bad'
    : items.some((item) => item.verdict === 'look')
      ? 'look'
      : 'good';
  return done({
    exit: worst === 'bad' ? exitCodes.found : exitCodes.done,
    lines: items.map(
      ({ item, verdict, words }) =>
        `${desk.say(`cli.verdict.${verdict}`)}  ${desk.say(`cli.doctor.${item}`)}: ${words}`,
    ),
    json: { verdict: worst, home: desk.folders.root, items },
  });
};

function checkNode(say: Words): Item {
  // Another Node was refused before this line.
  const { node } = process.versions;
  return {
    item: 'node',
    verdict: 'good',
    words: say('cli.doctor.version', { version: node }),
    figures: { version: node },
  };
}

async function checkFfmpeg({ env, say }: Desk): Promise<Item> {
  const found = await findFfmpeg(env);
  if (!found.ok)
    return {
      item: 'ffmpeg',
      verdict: 'bad',
      words: faultSentence(found.fault, say),
      figures: { fault: found.fault.key },
    };
  const { version, from, ffmpegPath, devices } = found.value;
  const hasSound = devices.includes(soundDevice);
  return {
    item: 'ffmpeg',
    verdict: hasSound ? 'good' : 'look',
    words: hasSound
      ? say('cli.doctor.version', { version })
      : say('cli.doctor.ffmpeg.noSound', { device: soundDevice }),
    figures: { version, from, ffmpegPath, devices },
  };
}

function checkKey({ folders, say }: Desk): Item {
  const keys = readHallKeys(folders.keys);
  if (keys !== null)
    return {
      item: 'key',
      verdict: 'good',
      words: say('cli.doctor.key.good', { keyId: keys.keyId.slice(0, 16) }),
      figures: { keyId: keys.keyId },
    };
  // Before the first start there is none; with a record there must be one.
  const isLost = existsSync(folders.indexFile);
  return {
    item: 'key',
    verdict: isLost ? 'bad' : 'look',
    words: say(isLost ? 'cli.doctor.key.lost' : 'cli.doctor.key.none'),
    figures: {},
  };
}

async function checkService({ folders, say }: Desk): Promise<Item> {
  const holder = readLockHolder(folders.run);
  if (holder === null)
    return { item: 'service', verdict: 'look', words: say('cli.doctor.service.off'), figures: { isRunning: false } };
  const port = readPort(folders);
  const answers = port !== null && (await isAnswering(port));
  return {
    item: 'service',
    verdict: answers ? 'good' : 'bad',
    words: say(answers ? 'cli.doctor.service.good' : 'cli.doctor.service.silent', { pid: holder.pid, port: port ?? 0 }),
    figures: { isRunning: true, pid: holder.pid, port: port ?? 0, answers },
  };
}

function readPort(folders: DataFolders): number | null {
  try {
    const { port } = JSON.parse(readFileSync(path.join(folders.run, 'hall.json'), 'utf8')) as { port?: unknown };
    return typeof port === 'number' ? port : null;
  } catch {
    return null;
  }
}

/** Any answer will do, also a refusal: something listens and speaks. */
async function isAnswering(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${String(port)}/`, { signal: AbortSignal.timeout(portAnswerMs) });
    await answer.body?.cancel();
    return true;
  } catch {
    return false;
  }
}

async function checkSound(say: Words): Promise<Item> {
  const sources = await openSoundServer().listSources();
  if (sources === 'not-available')
    return { item: 'sound-server', verdict: 'look', words: say('cli.devices.noSoundServer'), figures: {} };
  if (!sources.ok) {
    return { item: 'sound-server', verdict: 'bad', words: say('cli.devices.noSoundServer'), figures: {} };
  }
  const microphones = sources.value.filter((source) => !source.isMonitor).length;
  return {
    item: 'sound-server',
    verdict: microphones > 0 ? 'good' : 'bad',
    words: say('cli.doctor.sound.sources', { sources: microphones }),
    figures: { sources: microphones },
  };
}

function checkTurn({ env, say }: Desk): Item {
  const turn = readTurn(env);
  if (!turn.ok) {
    const { fault } = turn;
    return { item: 'turn', verdict: 'look', words: faultSentence(fault, say), figures: { fault: fault.key } };
  }
  const addresses = turn.value?.urls ?? [];
  const words =
    addresses.length === 0
      ? say('cli.doctor.turn.none')
      : say('cli.doctor.turn.good', { addresses: addresses.join(', ') });
  return { item: 'turn', verdict: 'good', words, figures: { addresses } };
}

function checkArchive({ folders, say }: Desk): readonly Item[] {
  const opened = openForReading(folders);
  if (!opened.ok)
    return [
      { item: 'index', verdict: 'bad', words: faultSentence(opened.fault, say), figures: { fault: opened.fault.key } },
    ];
  try {
    const agreement = opened.value.agreement();
    const figures = { version: knownVersion, hearings: agreement.hearings };
    return [
      { item: 'index', verdict: 'good', words: say('cli.doctor.version', { version: knownVersion }), figures },
      checkAgreement(agreement, say),
    ];
  } finally {
    opened.value.close();
  }
}

function checkAgreement(agreement: Agreement, say: Words): Item {
  const { hearings, damaged, behind, withoutFolder } = agreement;
  const figures = { hearings, damaged, behind, withoutFolder };
  const tell = (verdict: Verdict, key: string): Item => ({
    item: 'journals',
    verdict,
    words: say(key, { hearings, damaged: damaged.length, behind: behind.length, missing: withoutFolder.length }),
    figures,
  });
  if (damaged.length > 0) return tell('bad', 'cli.doctor.journals.damaged');
  if (withoutFolder.length > 0) return tell('bad', 'cli.doctor.journals.missing');
  return behind.length > 0 ? tell('look', 'cli.doctor.journals.behind') : tell('good', 'cli.doctor.journals.good');
}
