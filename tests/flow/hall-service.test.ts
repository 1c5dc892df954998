import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HearingId, SeatId } from '#domain/ids.ts';
import type { HallCard, Seat, SeatPlace } from '#domain/seats.ts';
import { entriesOf, onlyHearingFolder, readJournal } from '../stage/record-files.ts';
import { babblePackets, playRecorder } from './scripted-recorder.ts';
import { startPrivateSoundServer, type PrivateSoundServer } from './private-sound-server.ts';
import { spawnService, until, type Line, type RunningHall } from './start-service.ts';

const home = mkdtempSync(path.join(tmpdir(), 'tarazy-flow-'));
const microphone = (id: string, place: SeatPlace, label: string): Seat => ({
  id: id as SeatId,
  kind: 'microphone',
  place,
  name: '',
  gated: false,
  device: { path: 'browser', label, deviceId: '' },
});
const hall: HallCard = {
  court: 'Court',
  hall: '1',
  seats: [microphone('judge', 'judge', 'One'), microphone('witness', 'witness', 'Two')],
};
const card = {
  caseNumber: '7514-26-00-2/7',
  proceedings: 'civil',
  judge: 'A. Sample',
  secretary: 'B. Sample',
  parties: [],
  plannedAtMs: Date.now(),
} as const;
const packets = new Map<string, readonly Uint8Array[]>();
const seconds = (count: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, count * 1000));

let service: RunningHall | undefined;
let secretary: Line;
let judge: Line;
let recorder: Line;
let script: ReturnType<typeof playRecorder> | undefined;
let lines: readonly Line[] = [];
let hearingId: HearingId;

let sound: PrivateSoundServer | undefined;
const begin = (): RunningHall => spawnService(home, { TARAZY_TRAINING: '1' });

async function comeIn(): Promise<void> {
  secretary = await service!.connect('console');
  judge = await service!.connect('bench');
  recorder = await service!.connect('recorder');
  lines = [secretary, judge, recorder];
  script = playRecorder(recorder, () => service!.address(), packets);
  // Windows that show no cameras confirm every closed plan at once.
  for (const window of [secretary, judge]) {
    let confirmed = -1;
    window.on('state.changed', (state) => {
      if (state.previewsAllowed || state.planNo === confirmed) return;
      confirmed = state.planNo;
      void window.ask('preview.closed', { planNo: state.planNo });
    });
  }
}
beforeAll(async () => {
  sound = await startPrivateSoundServer();
  packets.set('judge', await babblePackets(1)).set('witness', await babblePackets(2));
  service = begin();
  await comeIn();
});
afterAll(async () => {
  for (const line of lines) line.close();
  script?.drop();
  await service?.stop();
  await sound?.stop();
  rmSync(home, { recursive: true, force: true });
});

const journal = (): ReturnType<typeof readJournal> => readJournal(onlyHearingFolder(home));
const trackBytes = (): number => {
  const tracks = path.join(onlyHearingFolder(home), 'tracks');
  return readdirSync(tracks, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(path.join(entry.parentPath, entry.name)).size, 0);
};

describe('a hearing from plan to keep', () => {
  test('is set up, planned and listed', async () => {
    await secretary.must('hall.set-up', { card: hall });
    ({ hearingId } = await secretary.must('hearing.plan', { card }));
    const { hearings } = await secretary.must('hearings.list', {
      fromMs: Date.now() - 86_400_000,
      toMs: Date.now() + 86_400_000,
      text: '',
    });
    expect(hearings).toMatchObject([{ hearingId, phase: 'planned', training: true }]);
    expect(await secretary.ask('hearing.open', { hearingId, override: null })).toMatchObject({
      fault: { key: 'hearing.not-checked' },
    });
  });

  test('is checked by ten seconds on disk, of which nothing is kept', async () => {
    await secretary.must('hearing.check', { hearingId });
    await secretary.until((state) => state.lamp.state === 'recording', 9000, 'the check is being written');
    const state = await secretary.until((each) => each.check?.state === 'done', 30_000, 'the check is done');
    const items = state.check?.items ?? [];
    expect(items.slice(0, 2).map((item) => [item.kind, item.subject, item.verdict, item.findings])).toEqual([
      ['microphone', 'judge', 'good', []],
      ['microphone', 'witness', 'good', []],
    ]);
    // The PC is looked at beside them; how busy it is in a test is nobody's promise.
    const verdictOf = (kind: string): unknown => items.find((item) => item.kind === kind)?.verdict;
    expect([verdictOf('disk'), verdictOf('archive')]).not.toContain('bad');
    expect(items.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['disk', 'clock', 'processor', 'archive']));
    expect(readdirSync(home).filter((name) => name.startsWith('.disk-probe'))).toEqual([]);
    expect(state.check?.passed).toBe(true);
    expect(readdirSync(path.join(home, 'checks'))).toEqual([]);
  });

  test('is opened, recorded and marked, and the lamp is lit by what is on disk', async () => {
    await secretary.must('hearing.open', { hearingId, override: null });
    const state = await secretary.until((each) => each.lamp.state === 'recording', 10_000, 'the lamp is lit');
    expect(state.lamp.tracks.map((track) => track.state)).toEqual(['written', 'written']);
    const { atUs } = await judge.must('mark.set', { template: 'witness', text: '', kind: 'mark', atUs: null });
    expect(atUs).toBeGreaterThan(0);
    await secretary.must('mark.set', { template: '', text: 'a note', kind: 'note', atUs: 100_000 });
    await seconds(5);
    expect(trackBytes()).toBeGreaterThan(20_000);
  });

  test('is silent between retiring and resuming, byte for byte (L5)', async () => {
    await judge.must('hearing.pause', { pause: 'deliberation', byOralOrder: true, note: '' });
    const [closed] = entriesOf(journal(), 'capture.closed').slice(-1);
    expect(closed?.body.openStreams).toEqual([]);
    expect(closed?.body.confirmedBy).toEqual(expect.arrayContaining(['recorder', 'console', 'bench']));
    const atUs = entriesOf(journal(), 'hearing.paused').at(-1)!.body.atUs;
    for (const { body } of entriesOf(journal(), 'segment.admitted')) expect(body.toUs).toBeLessThanOrEqual(atUs);
    const before = trackBytes();
    await seconds(3);
    expect(trackBytes()).toBe(before);
    expect(secretary.state()).toMatchObject({ previewsAllowed: false, lamp: { state: 'closed' } });
    await secretary.must('hearing.resume', { byOralOrder: true });
    await secretary.until((state) => state.lamp.state === 'recording', 10_000, 'the lamp is lit again');
  });

  test('is read back while it goes on', async () => {
    await seconds(5);
    const clip = await secretary.must('read-back.prepare', {
      hearingId,
      fromUs: 1_000_000,
      toUs: 4_000_000,
      camera: null,
    });
    const response = await fetch(clip.url);
    expect(response.status).toBe(200);
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(1000);
    expect((await fetch(clip.url, { headers: { Range: 'bytes=0-9' } })).status).toBe(206);
  });

  test('goes on after the service was killed, with the hole told or filled', async () => {
    await service!.stop('SIGKILL');
    service = begin();
    const state = await secretary.until(
      (each) =>
        each.lamp.state === 'recording' && each.alarms.some((alarm) => alarm.fault.key === 'recorder.interrupted'),
      20_000,
      'recording again after the kill',
    );
    expect(state.hearing).toMatchObject({ hearingId, phase: 'open' });
    await seconds(5);
    const lost = entriesOf(journal(), 'gap.found').map(({ body }) => body.toUs - body.fromUs);
    for (const gapUs of lost) expect(gapUs).toBeLessThan(5_000_000);
  });

  test('is ended, verified and kept whole', async () => {
    await secretary.must('hearing.end', { byOralOrder: false });
    await until(() => entriesOf(journal(), 'record.verified').length > 0, 20_000, 'the record was verified');
    expect(entriesOf(journal(), 'record.verified').at(-1)?.body).toEqual({ intact: true, places: 0 });
    const ended = entriesOf(journal(), 'hearing.ended').at(-1)!.body.atUs;
    for (const { body } of entriesOf(journal(), 'segment.admitted')) expect(body.toUs).toBeLessThanOrEqual(ended);
    expect(await secretary.must('record.verify', { hearingId })).toMatchObject({ intact: true, damages: [] });
  });

  test('is shown as lanes whose pieces can be played', async () => {
    let timeline = await secretary.must('record.timeline', { hearingId });
    for (let waited = 0; timeline.isPreparing && waited < 100; waited += 1) {
      await seconds(0.2);
      timeline = await secretary.must('record.timeline', { hearingId });
    }
    expect(timeline.lanes.map((lane) => lane.trackId)).toEqual(['judge', 'witness']);
    expect(timeline.pauses).toMatchObject([{ kind: 'deliberation', recorded: false }]);
    expect(timeline.marks).toHaveLength(2);
    for (const { url } of timeline.lanes.flatMap((lane) => lane.pieces)) expect((await fetch(url!)).status).toBe(200);
  });

  test('every file decodes without a line', () => {
    const tracks = path.join(onlyHearingFolder(home), 'tracks');
    const files = readdirSync(tracks, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name));
    expect(files.length).toBeGreaterThanOrEqual(4);
    for (const file of files) {
      expect(
        execFileSync('ffmpeg', ['-v', 'error', '-i', file, '-f', 'null', '-'], {
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'pipe'],
        }),
      ).toBe('');
    }
  });

  test('is copied out bit for bit', async () => {
    const { path: file } = await secretary.must('record.export', {
      hearingId,
      fromUs: 1_000_000,
      toUs: 4_000_000,
      tracks: ['judge', 'witness'],
    });
    expect(statSync(file).size).toBeGreaterThan(10_000);
    expect(entriesOf(journal(), 'copy.exported').at(-1)?.body.fileName).toBe(path.basename(file));
  });
});

describe('the service', () => {
  test('refuses a second instance with a sentence', async () => {
    const second = spawnService(home);
    expect(await second.exit).toBe(1);
    expect(second.stderr()).toContain('SYS-102');
    expect(second.stderr().trim().split('\n')).toHaveLength(1);
  });

  test('keeps its key to itself', () => {
    expect(statSync(path.join(home, 'run', 'hall.json')).mode & 0o077).toBe(0);
    const logs = readdirSync(path.join(home, 'logs'), { recursive: true, withFileTypes: true })
      .filter((item) => item.isFile())
      .map((item) => readFileSync(path.join(item.parentPath, item.name), 'utf8'))
      .join('');
    expect(logs).not.toContain(service!.run().shellKey);
    expect(logs).not.toContain('A. Sample');
  });

  test('ends in order and leaves no run file', async () => {
    for (const line of lines) line.close();
    expect(await service!.stop()).toBe(0);
    // What lies there says nothing of a service that runs.
    expect(readdirSync(path.join(home, 'run'))).toEqual(['ffmpeg.json', 'port']);
  });

  test('refuses an archive of a newer version with a sentence', async () => {
    const { default: Database } = await import('better-sqlite3');
    const index = new Database(path.join(home, 'index.sqlite'));
    index.pragma('user_version = 999999');
    index.close();
    const refused = spawnService(home);
    expect(await refused.exit).toBe(1);
    expect(refused.stderr()).toContain('ARC-104');
  });
});
