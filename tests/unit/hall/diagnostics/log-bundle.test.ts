import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeLogBundle, type Bundle } from '../../../../src/hall/diagnostics/index.ts';
import { dataFolders } from '../../../../src/hall/plumbing/index.ts';

/* What must never leave the hall; each is planted wherever a careless line of code could have put it. */
const planted = {
  name: 'Мұрат Сәрсенов',
  latinName: 'Aizhan Bekova',
  caseNumber: '7514-26-00-2/1204',
  pin: '482913',
  ticket: 'Zk3vTicketOfAWindow9sQ',
  key: '302e020100300506032b657004220420deadbeefcafe',
  address: '203.0.113.77',
  mail: 'party@example.kz',
  password: 'rtsp://admin:Qwerty77@10.1.2.3/stream',
  serial: 'SN-99812345',
  home: '/home/aizhan/tarazy',
};

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'tarazy-bundle-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function plantHall(): void {
  const folders = dataFolders({ TARAZY_HOME: root });
  const hearing = path.join(folders.archive, 'one');
  for (const folder of [folders.logs, folders.run, folders.keys, hearing]) mkdirSync(folder, { recursive: true });
  const { name, latinName, caseNumber, pin, ticket, key, address, mail, password, serial, home } = planted;
  const line = (fields: object): string =>
    JSON.stringify({ level: 30, time: '2026-11-23T04:30:00.000Z', pid: 77, msg: 'hall-open', ...fields });
  const error = { type: 'Error', message: `${name} ${address}`, code: 'ENOENT' };
  writeFileSync(
    path.join(folders.logs, 'hall.1.log'),
    [
      line({ port: 4711, trackId: 'mic-judge' }),
      line({ name, by: { role: 'secretary', name: latinName }, reason: name, alarmId: caseNumber }),
      line({ pin, wrongPins: 2, personId: '0b0f3c52-8a35-4e6e-a0cb-0a4a7a7a4711' }),
      line({ why: caseNumber, code: pin, part: latinName, kind: mail }),
      line({ ticket, token: ticket, line: ticket, said: `${name} ${key}`, host: address, address }),
      line({ err: { ...error, stack: `Error: ${name}\n    at open (file://${home}/src/hall/main.ts:12:3)` } }),
      line({ error: `TypeError: ${caseNumber} of ${name}`, source: `alsa_input.usb-${serial}-00`, root: home }),
      line({ fault: { key: 'recorder.device-missing', args: { seat: name, caseNumber } }, msg: 'alarm' }),
      // A name in our own letters in a field of words is let through by the list and caught by the second net.
      line({ why: 'Bekova' }),
      `not json ${name}`,
    ].join('\n'),
  );
  const device = { path: 'browser', label: "Aizhan's headset", deviceId: ticket, serial, password };
  const camera = { path: 'ip', label: 'Camera 4', url: password, password: 'Qwerty77' };
  const seats = [
    { id: 'mic-judge', kind: 'microphone', place: 'judge', name, gated: false, device },
    { id: 'camera-hall', kind: 'camera', place: 'hall', name: '', gated: false, device: camera },
  ];
  writeFileSync(
    folders.hallFile,
    JSON.stringify({ court: `Court of ${name}`, hall: caseNumber, seats, secondCopy: home }),
  );
  writeFileSync(folders.peopleFile, JSON.stringify({ people: [{ name: latinName, pinHash: key }] }));
  writeFileSync(path.join(folders.run, 'hall.json'), JSON.stringify({ port: 1, shellKey: ticket }));
  writeFileSync(path.join(folders.keys, 'hall.key'), key);
  const item = {
    subject: 'mic-judge',
    kind: 'microphone',
    verdict: 'look',
    findings: ['quiet', name],
    figures: { levelDbfs: -41.5 },
  };
  const card = { caseNumber, judge: name, secretary: '', parties: [{ role: 'claimant', name: latinName }] };
  const author = { role: 'secretary', name };
  writeFileSync(
    path.join(hearing, 'journal.jsonl'),
    [
      { kind: 'hearing.planned', author, body: { card } },
      { kind: 'hearing.checked', author, body: { items: [item], passed: true, startedAtMs: 5, durationMs: 9 } },
    ]
      .map((entry) => JSON.stringify(entry))
      .join('\n'),
  );
}

async function bundle(
  mostLogBytes?: number,
): Promise<Readonly<{ made: Bundle; texts: Map<string, string>; shares: number[] }>> {
  const shares: number[] = [];
  const made = await makeLogBundle({
    ...{ folders: dataFolders({ TARAZY_HOME: root }), version: '0.1.0', nowMs: 1_700_000_000_000 },
    doctor: async () => [
      { item: 'folder', verdict: 'good', words: planted.home, figures: { path: planted.home, syncMs: 3.2 } },
    ],
    onProgress: (share) => void shares.push(share),
    ...(mostLogBytes !== undefined && { mostLogBytes }),
  });
  const file = path.join(root, 'bundle.tar.gz');
  const out = path.join(root, 'unpacked');
  mkdirSync(out, { recursive: true });
  writeFileSync(file, made.bytes);
  // The system's own tar reads it.
  execFileSync('tar', ['-xzf', file, '-C', out]);
  const names = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((name) => /[.](json|log)$/.test(name));
  return { made, shares, texts: new Map(names.map((name) => [name, readFileSync(path.join(out, name), 'utf8')])) };
}

describe('the log bundle', () => {
  test('holds nothing of people, cases, keys, tickets and addresses, wherever they were planted', async () => {
    plantHall();
    const { texts } = await bundle();
    const all = [...texts.values()].join('\n');
    const parts = Object.values(planted).flatMap((secret) => [secret, ...secret.split(' ')]);
    expect(parts.filter((secret) => all.toLowerCase().includes(secret.toLowerCase()))).toEqual([]);
    expect(all).not.toMatch(/Qwerty|aizhan|headset/i);
  });

  test('still says what a helper needs', async () => {
    plantHall();
    const { texts, made, shares } = await bundle();
    expect([...texts.keys()].sort()).toEqual([...made.files].sort());
    const log = texts.get('logs/hall.1.log')!.trim().split('\n');
    expect(JSON.parse(log[0]!)).toEqual({
      ...{ level: 30, time: '2026-11-23T04:30:00.000Z', pid: 77, msg: 'hall-open', port: 4711, trackId: 'mic-judge' },
    });
    expect(JSON.parse(log[5]!)).toMatchObject({
      err: { type: 'Error', code: 'ENOENT', stack: ['src/hall/main.ts:12:3'] },
    });
    expect(JSON.parse(log[6]!)).toMatchObject({ error: { type: 'TypeError' } });
    expect(JSON.parse(log[7]!)).toMatchObject({ msg: 'alarm', fault: { key: 'recorder.device-missing' } });
    expect(JSON.parse(texts.get('checks.json')!)).toMatchObject([
      {
        passed: true,
        items: [{ subject: 'mic-judge', verdict: 'look', findings: ['quiet'], figures: { levelDbfs: -41.5 } }],
      },
    ]);
    expect(JSON.parse(texts.get('hall-card.json')!)).toMatchObject({
      seats: [{ id: 'mic-judge', place: 'judge' }, { device: { path: 'ip', label: 'Camera 4' } }],
    });
    expect(JSON.parse(texts.get('doctor.json')!)).toEqual([
      { item: 'folder', verdict: 'good', figures: { syncMs: 3.2 } },
    ]);
    expect(made.leftOut).toMatchObject({ olderLines: 0, unreadableLines: 1 });
    expect(made.leftOut.caught).toBeGreaterThan(0);
    expect(shares).toEqual([...shares].sort((one, other) => one - other));
    expect(shares.at(-1)).toBe(1);
  });

  test('keeps the newest lines where there is not room for all', async () => {
    const { logs } = dataFolders({ TARAZY_HOME: root });
    mkdirSync(logs, { recursive: true });
    const lines = Array.from({ length: 100 }, (_, n) => JSON.stringify({ level: 30, msg: 'line', n }));
    writeFileSync(path.join(logs, 'hall.1.log'), `${lines.join('\n')}\n`);
    const { texts, made } = await bundle(300);
    const kept = texts.get('logs/hall.1.log')!.trim().split('\n');
    expect(JSON.parse(kept.at(-1)!)).toMatchObject({ n: 99 });
    expect(kept.length + made.leftOut.olderLines).toBe(100);
    expect(kept.length).toBeLessThan(15);
  });

  test('of a hall that has nothing yet is made all the same', async () => {
    const { texts } = await bundle();
    expect(JSON.parse(texts.get('hall-card.json')!)).toEqual({ hasSecondCopy: false, seats: [], loudspeakers: [] });
  });
});
