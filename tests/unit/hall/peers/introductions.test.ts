import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Outcome } from '#domain/outcome.ts';
import { introductionRules, introductionText, type Introduction } from '#domain/peers/introduction.ts';
import { makeCertificate } from '../../../../src/hall/peers/certificate.ts';
import { identityFrom } from '../../../../src/hall/peers/identity.ts';
import { createIntroductions, type Introductions } from '../../../../src/hall/peers/introductions.ts';
import { openOwnKeys, type OwnKeys } from '../../../../src/hall/peers/own-keys.ts';
import { openPairedHalls, type PairedHalls } from '../../../../src/hall/peers/paired-halls.ts';
import { quietLog } from '../api/open-door.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'tarazy-introductions-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Side = Readonly<{ keys: OwnKeys; paired: PairedHalls; peersFile: string; files: Introductions }>;
let skippedMs = 0;
const nowMs = (): number => Date.now() + skippedMs;
function value<Value>(outcome: Outcome<Value>): Value {
  if (!outcome.ok) throw new Error(outcome.fault.key);
  return outcome.value;
}
const key = (outcome: Outcome<unknown>): string => (outcome.ok ? 'done' : outcome.fault.key);

async function side(name: string, port: number | null): Promise<Side> {
  const home = path.join(folder, name);
  const keys = value(await openOwnKeys(path.join(home, 'keys'), { hasPairedHalls: false, nowMs, log: quietLog }));
  const peersFile = path.join(home, 'peers.json');
  const paired = value(openPairedHalls(peersFile, quietLog));
  const files = createIntroductions({
    ...{ keys, paired, nowMs, save: paired.save },
    folder: path.join(home, 'halls'),
    ownName: () => ({ court: `Court ${name}`, hall: '1/2' }),
    found: () => (port === null ? null : { hosts: ['10.0.0.1', '10.0.0.2'], port }),
  });
  return { keys, paired, peersFile, files };
}
async function fileOf({ files }: Side): Promise<Readonly<{ path: string; text: string; controlNumber: string }>> {
  const written = value(await files.write());
  return { ...written, text: readFileSync(written.path, 'utf8') };
}
/** The file as if its hall had written it so. */
function rewritten(text: string, change: Partial<Introduction>, { keys }: Side): string {
  const { signature: _old, ...said } = JSON.parse(text) as Introduction & { signature: string };
  const introduction = { ...said, ...change };
  return JSON.stringify({ ...introduction, signature: keys.newest().sign(introductionText(introduction)) });
}

let court: Side;
let colony: Side;
beforeAll(async () => {
  court = await side('A', 47_100);
  colony = await side('B', null);
});

describe('a hall’s file', () => {
  test('says who it is and where, under a name that every file system takes, and no secret', async () => {
    const { path: file, text, controlNumber } = await fileOf(court);
    expect(path.basename(file)).toMatch(/^Court-A-1-2_\d+\.tarazy-hall\.json$/);
    expect(text).not.toContain('PRIVATE');
    expect(value(colony.files.read(text))).toMatchObject({
      ...{ court: 'Court A', hall: '1/2', hosts: ['10.0.0.1', '10.0.0.2'], port: 47_100 },
      ...{ dials: true, isNameKnown: false, controlNumber },
    });
  });

  test.each([
    ['foreign', 'a letter', 'peer.introduction-foreign'],
    ['foreign JSON', '{"halls":[]}', 'peer.introduction-foreign'],
    ['foreign JSON without fields', 'null', 'peer.introduction-foreign'],
    ['oversized', ' '.repeat(introductionRules.largestBytes + 1), 'peer.introduction-foreign'],
    ['of a version to come', '{"tarazyHall":2}', 'peer.introduction-newer'],
    ['cut off', '{"tarazyHall":1,"court":"A"}', 'peer.introduction-altered'],
  ])('that is %s is refused by name', (_what, text, fault) => {
    expect(key(colony.files.read(text))).toBe(fault);
  });

  test('in which anything was altered is refused', async () => {
    const { text } = await fileOf(court);
    const other = (await makeCertificate()).certificate;
    const said = JSON.parse(text) as Introduction;
    const changes: readonly object[] = [
      { court: 'Court B' },
      { hall: '3' },
      { hosts: ['10.6.6.6'] },
      { port: 6666 },
      { madeAtMs: said.madeAtMs + 1 },
      { certificate: other },
      { signature: '' },
      { more: 1 },
    ];
    for (const change of changes)
      expect([change, key(colony.files.read(JSON.stringify({ ...said, ...change })))]).toEqual([
        change,
        'peer.introduction-altered',
      ]);
  });

  test('that carries more than its own certificate is refused, although its key has signed that', async () => {
    const { text } = await fileOf(court);
    const { certificate } = JSON.parse(text) as Introduction;
    const smuggled = certificate + (await makeCertificate()).certificate;
    expect(key(colony.files.read(rewritten(text, { certificate: smuggled }, court)))).toBe('peer.introduction-altered');
  });

  test('that is older than a month, or from a clock days ahead, is refused', async () => {
    const { text } = await fileOf(court);
    skippedMs = introductionRules.lifeMs + 1000;
    expect(key(colony.files.read(text))).toBe('peer.introduction-old');
    skippedMs = -introductionRules.aheadMs - 60_000;
    expect(key(colony.files.read(text))).toBe('peer.introduction-old');
    skippedMs = 0;
    expect(key(colony.files.read(text))).toBe('done');
  });

  test('of a certificate that is over is refused', async () => {
    const { text } = await fileOf(court);
    const { key: pem, certificate } = await makeCertificate(undefined, Date.UTC(2010, 0, 1));
    const old = identityFrom(pem + certificate);
    const { signature: _old, ...said } = JSON.parse(text) as Introduction & { signature: string };
    skippedMs = old.endsAtMs + 1000 - Date.now();
    const introduction = { ...said, certificate: old.certificate, madeAtMs: nowMs() };
    const forged = JSON.stringify({ ...introduction, signature: old.sign(introductionText(introduction)) });
    expect(key(colony.files.read(forged))).toBe('peer.introduction-old');
    skippedMs = 0;
  });

  test('is not taken by the hall that wrote it, nor where nobody could dial', async () => {
    expect(key(court.files.read((await fileOf(court)).text))).toBe('peer.itself');
    const cell = await side('C', null);
    expect(key(cell.files.read((await fileOf(colony)).text))).toBe('peer.no-address');
  });
});

describe('a hall is trusted by its file', () => {
  test('only with the number that was compared, and with an address where this hall dials; else nothing changes', async () => {
    const { text, controlNumber } = await fileOf(court);
    const address = { host: '10.0.0.2', port: 47_100 };
    const wrong = controlNumber.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10));
    expect(key(await colony.files.trust(text, wrong, address))).toBe('peer.introduction-altered');
    expect(key(await colony.files.trust(text, controlNumber, null))).toBe('peer.no-address');
    expect(colony.paired.all()).toEqual([]);
    expect(existsSync(colony.peersFile)).toBe(false);
    expect(key(await colony.files.trust(text, controlNumber, address))).toBe('done');
    expect(value(openPairedHalls(colony.peersFile, quietLog)).all()).toMatchObject([
      { id: court.keys.newest().id, court: 'Court A', address, ownId: colony.keys.newest().id },
    ]);
  });

  test('once: its file is refused while it is paired, and another key under its name is told', async () => {
    expect(key(colony.files.read((await fileOf(court)).text))).toBe('peer.already-paired');
    const impostor = await side('E', 47_200);
    const named = rewritten((await fileOf(impostor)).text, { court: 'Court A' }, impostor);
    expect(value(colony.files.read(named)).isNameKnown).toBe(true);
  });

  test('that dials without an address of its own', async () => {
    const { text, controlNumber } = await fileOf(colony);
    expect(value(court.files.read(text)).dials).toBe(false);
    expect(key(await court.files.trust(text, controlNumber, { host: '10.6.6.6', port: 1 }))).toBe('done');
    expect(court.paired.all()).toMatchObject([{ id: colony.keys.newest().id, address: null }]);
  });
});
