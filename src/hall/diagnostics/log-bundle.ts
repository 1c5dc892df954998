import { randomBytes } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { DataFolders } from '../plumbing/index.ts';
import { hasherOf, type Hasher } from './allowed.ts';
import { knownSecrets, newestJournals } from './known-secrets.ts';
import { redactCard, redactCheck, redactDoctor, redactInventory, redactLogLine } from './redact.ts';
import { packTar, type PackedFile } from './tar.ts';

export type BundleNeeds = Readonly<{
  folders: DataFolders;
  version: string;
  nowMs: number;
  /** Items of the doctor, as its JSON has them. */
  doctor(): Promise<unknown>;
  /** Share of the work that is done, 0 to 1. */
  onProgress(doneShare: number): void;
  /** Of logs before packing; older lines are left out. */
  mostLogBytes?: number;
}>;

export type Bundle = Readonly<{
  /** A gzipped tar. */
  bytes: Uint8Array;
  files: readonly string[];
  /** Older lines that found no room, lines that were none, and strings that the second net caught. */
  leftOut: Readonly<{ olderLines: number; unreadableLines: number; caught: number }>;
}>;

const defaultLogBytes = 20_000_000;
const lastChecks = 10;
const mostJournalBytes = 16_000_000;
const struckOut = '—';

/** Packs logs, card, last inventory, last checks and the doctor's findings, with nothing in them but what is allowed to leave. */
export async function makeLogBundle(needs: BundleNeeds): Promise<Bundle> {
  const { folders, version, nowMs, onProgress } = needs;
  const hash = hasherOf(randomBytes(16).toString('hex'));
  const secrets = await knownSecrets(folders);
  const left = { olderLines: 0, unreadableLines: 0, caught: 0 };
  const packed: PackedFile[] = [];
  const pack = (name: string, text: string): void => {
    let clean = text;
    for (const secret of secrets) {
      if (!clean.includes(secret)) continue;
      const parts = clean.split(secret);
      left.caught += parts.length - 1;
      clean = parts.join(struckOut);
    }
    packed.push({ name, bytes: Buffer.from(clean, 'utf8') });
  };
  const packJson = (name: string, value: unknown): void => pack(name, `${JSON.stringify(value, null, 2)}\n`);
  onProgress(0.1);
  packJson('doctor.json', redactDoctor(await needs.doctor(), hash));
  onProgress(0.3);
  packJson('hall-card.json', redactCard(await readJson(folders.hallFile), hash));
  packJson('inventory.json', redactInventory(await readJson(folders.inventoryFile), hash));
  packJson('checks.json', await checksOf(folders, hash));
  onProgress(0.4);
  let room = needs.mostLogBytes ?? defaultLogBytes;
  const logs = await newestLogs(folders.logs);
  for (const [at, file] of logs.entries()) {
    const { text, olderLines, unreadableLines } = await redactLog(file, room, hash);
    left.olderLines += olderLines;
    left.unreadableLines += unreadableLines;
    room -= text.length;
    pack(`logs/${path.basename(file)}`, text);
    onProgress(0.4 + (0.5 * (at + 1)) / logs.length);
  }
  const about = {
    ...{ madeAtMs: nowMs, version, node: process.version, platform: process.platform, arch: process.arch },
    ...{ cores: os.availableParallelism(), memoryBytes: os.totalmem(), system: os.release(), leftOut: { ...left } },
  };
  packed.unshift({ name: 'about.json', bytes: Buffer.from(`${JSON.stringify(about, null, 2)}\n`) });
  const bytes = await promisify(gzip)(packTar(packed, nowMs));
  onProgress(1);
  return { bytes, files: packed.map(({ name }) => name), leftOut: left };
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    // A hall that was not set up has none.
    return null;
  }
}

async function newestLogs(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => /^[\w.-]{1,80}[.]log$/.test(name));
  const dated = await Promise.all(
    names.map(async (name) => ({ name, atMs: await stat(path.join(folder, name)).then((of) => of.mtimeMs) })),
  );
  return dated.sort((one, other) => other.atMs - one.atMs).map(({ name }) => path.join(folder, name));
}

/** The newest lines for which there is room. */
async function redactLog(
  file: string,
  room: number,
  hash: Hasher,
): Promise<Readonly<{ text: string; olderLines: number; unreadableLines: number }>> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
  const taken: string[] = [];
  let [used, unreadableLines] = [0, 0];
  for (let at = lines.length - 1; at >= 0; at -= 1) {
    const line = redactLogLine(lines[at] ?? '', hash);
    if (line === null) unreadableLines += 1;
    else if (used + line.length + 1 > room) return { text: textOf(taken), olderLines: at + 1, unreadableLines };
    else {
      taken.push(line);
      used += line.length + 1;
    }
  }
  return { text: textOf(taken), olderLines: 0, unreadableLines };
}

function textOf(newestFirst: readonly string[]): string {
  return newestFirst
    .toReversed()
    .map((line) => `${line}\n`)
    .join('');
}

/** The last checks that the journals hold, newest first. */
async function checksOf(folders: DataFolders, hash: Hasher): Promise<readonly unknown[]> {
  const found: Readonly<{ startedAtMs: number; check: unknown }>[] = [];
  for (const file of await newestJournals(folders, lastChecks)) {
    if ((await stat(file)).size > mostJournalBytes) continue;
    for (const line of (await readFile(file, 'utf8')).split('\n')) {
      if (!line.includes('"hearing.checked"')) continue;
      try {
        const { body } = JSON.parse(line) as { body: { startedAtMs: number } };
        found.push({ startedAtMs: body.startedAtMs, check: redactCheck(body, hash) });
      } catch {
        // A torn last line.
      }
    }
  }
  return found
    .sort((one, other) => other.startedAtMs - one.startedAtMs)
    .slice(0, lastChecks)
    .map(({ check }) => check);
}
