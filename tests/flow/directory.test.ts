import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ImportShown } from '#contract/directory.ts';
import { inPieces } from '../../renderer/console/halls/read-text-file.ts';
import { spawnService, type Line, type RunningHall } from './start-service.ts';

const home = mkdtempSync(path.join(tmpdir(), 'tarazy-directory-'));
let service: RunningHall;
let desk: Line;
beforeAll(async () => {
  service = spawnService(home);
  desk = await service.connect('console');
});
afterAll(async () => {
  desk.close();
  await service.stop('SIGKILL');
  rmSync(home, { recursive: true, force: true });
});

const hallsFound = async (text: string): Promise<readonly string[]> =>
  (await desk.must('directory.list', { text })).entries.map(({ court, hall }) => `${court} ${hall}`);

/** The sheet of a region, in one frame too large for any. */
const rows = Array.from(
  { length: 4000 },
  (_, index) => `"Court of district ${String(index)}";${String(index)};10.0.0.1:47100`,
);
const sheet = `Court or institution;Hall;Address\r\n${rows.join('\r\n')}\r\nTorn "row";1;not an address\r\n`;

describe('the directory of a hall', () => {
  test('takes a large sheet in pieces, tells what it would change, and changes nothing until it is asked to', async () => {
    await desk.must('directory.change', {
      change: 'add',
      entry: {
        court: 'court of district 7',
        hall: '7',
        kind: 'court',
        host: '',
        port: null,
        support: '+7 700',
        note: '',
      },
    });
    const pieces = inPieces(sheet);
    expect(pieces.length).toBeGreaterThan(3);
    let shown: ImportShown | null = null;
    for (const [index, piece] of pieces.entries()) {
      const ends = { isFirst: index === 0, isLast: index === pieces.length - 1 };
      shown = (await desk.must('directory.read-import', { piece, ...ends })).plan;
    }
    expect(shown).toMatchObject({
      counts: { new: 3999, changed: 1, same: 0, bad: 1 },
      bad: [{ line: 4002, reason: 'host' }],
    });
    expect(await hallsFound('')).toEqual(['court of district 7 7']);
    expect(await desk.must('directory.import', { importId: shown?.importId ?? '' })).toEqual({ new: 3999, changed: 1 });
  });

  test('is there after the service was killed, with what was known before', async () => {
    await service.stop('SIGKILL');
    service = spawnService(home);
    const endsMs = performance.now() + 20_000;
    while (!(await desk.ask('state.get', {})).ok && performance.now() < endsMs)
      await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await desk.must('directory.list', { text: '+7 700' })).toMatchObject({
      ...{ found: 1, total: 4000 },
      entries: [{ court: 'court of district 7', host: '10.0.0.1', port: 47_100, support: '+7 700' }],
    });
  });

  test('is exported as a sheet into the folder of copies', async () => {
    const { path: file, entries } = await desk.must('directory.export', { language: 'ru' });
    expect(entries).toBe(4000);
    expect(path.dirname(file)).toBe(path.join(home, 'exports'));
    expect(readFileSync(file, 'utf8').split('\r\n')).toHaveLength(4002);
  });
});
