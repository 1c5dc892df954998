import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CheckReport } from '#domain/check/check-report.ts';
import { hallOfOne } from '../stage/hall-card.ts';
import { pairByCode, pairScripted, startLinkedHall, type LinkedHall } from './hall-pair.ts';
import { babblePackets, playRecorder } from './scripted-recorder.ts';
import { until, type Line } from './start-service.ts';

/* P16.1, P22: a technician checks a hall from the command line, and the other hall sees the report that was signed there. */

const cli = path.join(import.meta.dirname, '..', '..', 'src', 'hall', 'cli', 'main.ts');
let assisting: LinkedHall;
let hearing: LinkedHall;
let recorder: Line;
let script: ReturnType<typeof playRecorder>;

async function hallCommand(home: string, ...args: readonly string[]): Promise<{ code: number | null; out: string }> {
  const env = { ...process.env, TARAZY_HOME: home, TARAZY_LANG: 'en' };
  const child = spawn(process.execPath, [cli, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (out += String(text)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out };
}

beforeAll(async () => {
  [assisting, hearing] = await Promise.all([startLinkedHall(), startLinkedHall()]);
  await assisting.console.must('hall.set-up', { card: hallOfOne });
  assisting.console.on('state.changed', ({ previewsAllowed, planNo }) => {
    if (!previewsAllowed) void assisting.console.ask('preview.closed', { planNo });
  });
  recorder = await assisting.service.connect('recorder');
  const packets = new Map([[hallOfOne.seats[0]!.id, await babblePackets(1)]]);
  script = playRecorder(recorder, () => assisting.service.address(), packets);
  await pairByCode(assisting, hearing);
});
afterAll(async () => {
  script.drop();
  recorder.close();
  await Promise.all([assisting.close(), hearing.close()]);
});

const peerIdAt = (hall: LinkedHall): string => hall.console.state()!.peers[0]!.id;

test('a hall that was never checked has no report to show', async () => {
  expect(await hearing.console.must('check-report.ask', { peerId: peerIdAt(hearing) })).toEqual({ report: null });
});

test('`hall selftest` checks by the running service, ends with the verdict, and what it found is what the other hall is shown', async () => {
  const { code, out } = await hallCommand(assisting.home, 'selftest', '--json');
  const told = JSON.parse(out) as { ok: boolean; passed: boolean; report: CheckReport; signature: string };
  expect(told.passed).toBe(told.ok);
  expect(code).toBe(told.passed ? 0 : 3);
  const judge = told.report.items.find(({ kind }) => kind === 'microphone');
  expect(judge?.figures['levelDbfs']).toBeGreaterThan(-50);
  expect(told.report).toMatchObject({ reason: 'asked', isPartial: false, by: { role: 'specialist' } });
  expect(readdirSync(path.join(assisting.home, 'check-reports')).filter((name) => name.endsWith('.json'))).toHaveLength(
    1,
  );
  const { report } = await hearing.console.must('check-report.ask', { peerId: peerIdAt(hearing) });
  expect(report).toEqual(told.report);
});

test('in words it names each thing; a part is a report of its own, and the other hall is still shown the whole', async () => {
  const whole = await hearing.console.must('check-report.ask', { peerId: peerIdAt(hearing) });
  const { out } = await hallCommand(assisting.home, 'selftest', '--item', 'microphone');
  expect(out).toMatch(/Microphone: /);
  expect(out).toMatch(/The report is kept and signed: /);
  expect(await hearing.console.must('check-report.ask', { peerId: peerIdAt(hearing) })).toEqual(whole);
});

test('without a service, or for a kind that there is not, it refuses with a code', async () => {
  const empty = mkdtempSync(path.join(tmpdir(), 'tarazy-off-'));
  expect(await hallCommand(empty, 'selftest')).toMatchObject({ code: 1, out: expect.stringMatching(/^SYS-104: /) });
  rmSync(empty, { recursive: true, force: true });
  const wrong = await hallCommand(assisting.home, 'selftest', '--item', 'kettle');
  expect(wrong).toMatchObject({ code: 1, out: expect.stringMatching(/^SYS-103: .*kettle/) });
});

test('a report that the pinned key has not signed for this very question is refused', async () => {
  const home = mkdtempSync(path.join(tmpdir(), 'tarazy-script-'));
  const forger = await pairScripted(hearing, home);
  try {
    await hearing.console.until(({ peers }) => peers.filter(({ link }) => link === 'up').length === 2, 10_000, 'up');
    const peerId = hearing.console.state()!.peers.find(({ hall }) => hall === '9')!.id;
    const asked = hearing.console.ask('check-report.ask', { peerId });
    await until(() => forger.heard.some(({ say }) => say === 'report.asked'), 5000, 'the question');
    const question = forger.heard.find((frame) => frame.say === 'report.asked')!;
    const signature = forger.identity.sign(['check-report-v1', forger.identity.id, peerId, 'another', ''].join('|'));
    forger.say({ say: 'report.given', token: question.token, report: null, signature });
    expect(await asked).toMatchObject({ ok: false, fault: { key: 'peer.report-forged' } });
  } finally {
    forger.close();
    rmSync(home, { recursive: true, force: true });
  }
});
