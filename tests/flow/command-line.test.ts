import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Archive } from '../../src/hall/archive/index.ts';
import { chunkPlace, tamperWith, type Tampered } from '../fixtures/tampered-record.ts';
import { makeHall, openHallArchive, type MadeHall } from '../fixtures/make-hall.ts';
import { makeRecord, type MadeRecord } from '../fixtures/make-record.ts';
import { serveTime } from '../stage/time-server.ts';
import { spawnService } from './start-service.ts';

/* The technician's commands as he runs them: real processes on a hall's real files. */

const entry = path.join(import.meta.dirname, '..', '..', 'src', 'hall', 'cli', 'main.ts');
let archive: Archive;
let hall: MadeHall;
let record: MadeRecord;

type Run = Readonly<{ code: number | null; out: string; err: string }>;

async function run(home: string, ...args: readonly string[]): Promise<Run> {
  return runIn({}, home, ...args);
}

async function runIn(
  settings: Readonly<Record<string, string>>,
  home: string,
  ...args: readonly string[]
): Promise<Run> {
  const env = { ...process.env, TARAZY_HOME: home, TARAZY_LANG: 'en', ...settings };
  const child = spawn(process.execPath, [entry, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.on('data', (text: Buffer) => (out += String(text)));
  child.stderr.on('data', (text: Buffer) => (err += String(text)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

type Told = Readonly<Record<string, unknown>>;
async function json(home: string, ...args: readonly string[]): Promise<{ code: number | null; told: Told }> {
  const { code, out, err } = await run(home, ...args, '--json');
  expect(err).toBe('');
  return { code, told: JSON.parse(out) as Told };
}

beforeAll(async () => {
  // Projected live, as the service does, so that rebuilding is compared with what really happened.
  hall = await makeHall(undefined, (hearingId, noted) => {
    archive.project(hearingId, noted);
  });
  archive = openHallArchive(hall);
  record = await makeRecord(hall);
  await makeRecord(hall, [{ trackId: 'camera-1', kind: 'camera', epochs: [{ fromS: 0, lengthS: 4 }] }], {
    caseNumber: '7512-26-00-2/119',
  });
  archive.close();
});
afterAll(() => hall.remove());

test('an untouched archive is intact, by number, by the beginning of its id and as a whole', async () => {
  const { root } = hall.folders;
  expect(await json(root, 'archive', 'verify')).toMatchObject({ code: 0, told: { ok: true, intact: true } });
  for (const id of ['7512-26-00-2/118', record.hearingId.slice(0, 8)]) {
    const { told } = await json(root, 'archive', 'verify', id);
    expect(told).toMatchObject({ intact: true, hearings: [{ hearingId: record.hearingId, damages: [] }] });
  }
  const { code, out } = await run(root, 'archive', 'verify');
  expect(code).toBe(0);
  expect(out.match(/record intact/g)).toHaveLength(2);
});

const splice = (tampered: Tampered, change: (bytes: Buffer) => Uint8Array): void => {
  tampered.change(tampered.logFile('camera-1'), change);
};
const partOf = (bytes: Buffer, segment: number): Buffer => {
  const { offsetBytes, lengthBytes } = record.segment('camera-1', segment);
  return bytes.subarray(offsetBytes, offsetBytes + lengthBytes);
};
const without = (bytes: Buffer, segment: number): Buffer => {
  const { offsetBytes, lengthBytes } = record.segment('camera-1', segment);
  return Buffer.concat([bytes.subarray(0, offsetBytes), bytes.subarray(offsetBytes + lengthBytes)]);
};
const changeLines = (tampered: Tampered, change: (lines: readonly string[]) => readonly string[]): void => {
  const file = path.join(tampered.folder, 'journal.jsonl');
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  writeFileSync(file, `${change(lines).join('\n')}\n`);
};
const logName = 'tracks/camera-1/0001.mkv';

test.each<[string, (tampered: Tampered) => void, Told]>([
  [
    'one flipped bit',
    (tampered) => {
      const { at } = chunkPlace(tampered.logFile('camera-1'), 23);
      splice(tampered, (bytes) => {
        bytes[at + 1500]! ^= 4;
        return bytes;
      });
    },
    { what: 'flipped', file: logName, segment: 3, firstSeq: 23, lastSeq: 23 },
  ],
  [
    'a deleted segment',
    (tampered) => splice(tampered, (bytes) => without(bytes, 3)),
    { what: 'deleted', file: logName, segment: 3 },
  ],
  [
    'swapped segments',
    (tampered) =>
      splice(tampered, (bytes) =>
        Buffer.concat([
          bytes.subarray(0, record.segment('camera-1', 2).offsetBytes),
          partOf(bytes, 3),
          partOf(bytes, 2),
          bytes.subarray(record.segment('camera-1', 4).offsetBytes),
        ]),
      ),
    { what: 'swapped', file: logName, segment: 2 },
  ],
  [
    'a truncated file',
    (tampered) => splice(tampered, (bytes) => bytes.subarray(0, record.segment('camera-1', 4).offsetBytes + 999)),
    { what: 'truncated', file: logName, segment: 4 },
  ],
  [
    'a replayed segment',
    (tampered) =>
      splice(tampered, (bytes) => {
        const { offsetBytes } = record.segment('camera-1', 4);
        return Buffer.concat([bytes.subarray(0, offsetBytes), partOf(bytes, 3), bytes.subarray(offsetBytes)]);
      }),
    { what: 'replayed', file: logName },
  ],
  [
    'a cut tail',
    (tampered) => splice(tampered, (bytes) => bytes.subarray(0, record.segment('camera-1', 4).offsetBytes)),
    { what: 'tail-cut', file: logName, segment: 4 },
  ],
  [
    'an edited mark',
    (tampered) => changeLines(tampered, (lines) => lines.map((line) => line.replace('names the day', 'names no day'))),
    { what: 'entry-edited', file: 'journal.jsonl', entry: 4 },
  ],
  [
    'a removed journal entry',
    (tampered) => changeLines(tampered, (lines) => lines.filter((_, index) => index !== 3)),
    { what: 'entry-removed', file: 'journal.jsonl', entry: 4 },
  ],
])('%s is named with its place, and the other record stays intact', async (_, tamper, place) => {
  const tampered = tamperWith(hall, record);
  try {
    tamper(tampered);
    const { code, told } = await json(tampered.home, 'archive', 'verify');
    expect(code).toBe(3);
    const hearings = told['hearings'] as { hearingId: string; intact: boolean; damages: Told[] }[];
    const hurt = hearings.find((each) => each.hearingId === record.hearingId);
    expect(hurt?.damages).toContainEqual(expect.objectContaining(place));
    expect(hearings.filter((each) => each.intact)).toHaveLength(1);
    const people = await run(tampered.home, 'archive', 'verify', '7512-26-00-2/118');
    expect(people).toMatchObject({ code: 3 });
    expect(people.out).toContain(`${String(place['file'])}: `);
  } finally {
    tampered.remove();
  }
});

test('an index made anew from the files alone is the one that grew while the hall worked', async () => {
  const tampered = tamperWith(hall, record);
  try {
    const before = await json(tampered.home, 'archive', 'rebuild');
    expect(before.told['beforeSha256']).toBe(before.told['dumpSha256']);
    for (const name of ['index.sqlite', 'index.sqlite-wal', 'index.sqlite-shm'])
      rmSync(path.join(tampered.home, name), { force: true });
    const after = await json(tampered.home, 'archive', 'rebuild');
    expect(after).toMatchObject({ code: 0, told: { hearings: 2, beforeSha256: null } });
    expect(after.told['dumpSha256']).toBe(before.told['dumpSha256']);
  } finally {
    tampered.remove();
  }
});

test('the index is not made anew under a running service', async () => {
  const tampered = tamperWith(hall, record);
  const service = spawnService(tampered.home);
  try {
    await expect.poll(() => existsSync(path.join(tampered.home, 'run', 'hall.json')), { timeout: 15_000 }).toBe(true);
    const busy = await run(tampered.home, 'archive', 'rebuild');
    expect(busy.code).toBe(1);
    expect(busy.err).toMatch(/^ARC-\d{3}: /);
    expect(await json(tampered.home, 'archive', 'list')).toMatchObject({ code: 0 });
    const { told } = await json(tampered.home, 'doctor');
    expect(told['items']).toContainEqual(expect.objectContaining({ item: 'service', verdict: 'good' }));
  } finally {
    await service.stop();
    tampered.remove();
  }
});

test('a list holds every hearing, and a text finds the one that has it', async () => {
  const { told } = await json(hall.folders.root, 'archive', 'list');
  expect(told['hearings']).toHaveLength(2);
  const found = await json(hall.folders.root, 'archive', 'list', '00-2/119');
  expect(found.told['hearings']).toHaveLength(1);
});

test('a stretch is exported as an exact copy, and a file that is there stays', async () => {
  const out = path.join(os.tmpdir(), `tarazy-export-${String(process.pid)}.mkv`);
  const order = ['archive', 'export', '7512-26-00-2/118', '--from', '2', '--to', '0:00:05', '--out', out];
  try {
    expect(await json(hall.folders.root, ...order)).toMatchObject({ code: 0, told: { ok: true } });
    const probed = execFileSync('ffprobe', ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', out]);
    expect(Number(probed)).toBeGreaterThanOrEqual(3);
    expect(spawnSync('ffmpeg', ['-v', 'error', '-i', out, '-f', 'null', '-']).stderr.toString()).toBe('');
    const bytes = readFileSync(out);
    const again = await run(hall.folders.root, ...order);
    expect(again).toMatchObject({ code: 1, err: expect.stringMatching(/^ARC-\d{3}: /) as string });
    expect(readFileSync(out).equals(bytes)).toBe(true);
  } finally {
    rmSync(out, { force: true });
  }
});

test('a bundle of logs names no case and nobody, any tar opens it, and a file that is there stays', async () => {
  const out = path.join(os.tmpdir(), `tarazy-bundle-${String(process.pid)}.tar.gz`);
  const order = ['log-bundle', out];
  try {
    const { code, told } = await json(hall.folders.root, ...order);
    expect({ code, told }).toMatchObject({ code: 0, told: { ok: true, path: out } });
    expect(told['files']).toContain('doctor.json');
    const text = execFileSync('tar', ['-xzOf', out]).toString();
    expect(text).toContain('"item": "ffmpeg"');
    expect(text).not.toMatch(/7512-26|Judge|Claimant/);
    expect(await run(hall.folders.root, ...order)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^ARC-105: /) as string,
    });
  } finally {
    rmSync(out, { force: true });
  }
});

test.each([
  [['log-bundle'], 1],
  [['archive', 'verify', 'no-such-hearing'], 1],
  [['archive', 'verify', '--json-x'], 1],
  [['archive', 'export', '7512-26-00-2/118', '--from', 'noon', '--out', 'x.mkv'], 1],
  [['archive', 'export', '7512-26-00-2/118'], 1],
  [['archive', 'lift'], 1],
  [['doctor', 'me'], 1],
] as const)('%j is refused with a code and a sentence', async (args, code) => {
  const refused = await run(hall.folders.root, ...args);
  expect(refused).toMatchObject({ code, out: '' });
  expect(refused.err).toMatch(/^[A-Z]{3}-\d{3}: .+\n$/);
});

test('every command explains itself in the three languages', async () => {
  for (const args of [[], ['doctor'], ['devices'], ['log-bundle'], ['archive', 'verify'], ['archive', 'export']]) {
    const told = await Promise.all(
      ['ru', 'kk', 'en'].map((lang) => run(hall.folders.root, ...args, '--help', '--lang', lang)),
    );
    expect(told.map((each) => each.code)).toEqual([0, 0, 0]);
    expect(new Set(told.map((each) => each.out)).size).toBe(3);
  }
});

test('a doctor says of the TURN relay whether it is set up and what is written wrong, and never its secret', async () => {
  const secretFile = path.join(hall.folders.root, 'turn-secret');
  const secret = 'a secret of the court';
  writeFileSync(secretFile, secret, { mode: 0o600 });
  const turnOf = async (settings: Readonly<Record<string, string>>): Promise<string> => {
    const { out } = await runIn(settings, hall.folders.root, 'doctor');
    expect(out).not.toContain(secret);
    return out.split('\n').find((line) => line.includes('TURN relay')) ?? '';
  };
  expect(await turnOf({})).toMatch(/^good .*not set up/);
  const set = { TARAZY_TURN_URLS: 'turn:relay.sud.kz:3478?transport=udp', TARAZY_TURN_SECRET_FILE: secretFile };
  expect(await turnOf(set)).toMatch(/^good .*turn:relay\.sud\.kz:3478/);
  expect(await turnOf({ ...set, TARAZY_TURN_URLS: 'relay.sud.kz' })).toMatch(/^look .*PAR-209/);
  expect(await turnOf({ ...set, TARAZY_TURN_SECRET_FILE: '' })).toMatch(/^look .*PAR-210/);
});

test('a doctor compares the clock with a server that knows the time, and says so when none is named', async () => {
  const clockOf = async (settings: Readonly<Record<string, string>>): Promise<string> => {
    const { out } = await runIn(settings, hall.folders.root, 'doctor');
    return out.split('\n').find((line) => line.includes('  clock: ')) ?? '';
  };
  expect(await clockOf({})).toMatch(/^look .*TARAZY_NTP_SERVERS/);
  const server = await serveTime(-5400);
  try {
    const named = `no-such-host.invalid, ${server.host}`;
    expect(await clockOf({ TARAZY_NTP_SERVERS: named })).toMatch(/^look .*5\.4\d s ahead/);
    server.beAheadBy(7_200_000);
    expect(await clockOf({ TARAZY_NTP_SERVERS: named })).toMatch(/^BAD .*7200 s behind/);
  } finally {
    server.close();
  }
});

test('a doctor without any hall yet says what will come, and devices never fall over', async () => {
  const home = path.join(os.tmpdir(), `tarazy-none-${String(process.pid)}`);
  try {
    const { told } = await json(home, 'doctor');
    expect(told['items']).toContainEqual(expect.objectContaining({ item: 'key', verdict: 'look' }));
    expect([0, 3]).toContain((await json(home, 'devices')).code);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});
