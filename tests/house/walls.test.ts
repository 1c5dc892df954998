import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runTool } from './house-tree.ts';
import { copyHouse, type PlantedTree } from './planted-tree.ts';

const cruise = (folder?: string) =>
  runTool(
    'dependency-cruiser/bin/dependency-cruiser.mjs',
    ['--no-progress', 'src', 'renderer', 'native', 'tests'],
    folder,
  );

describe('the walls', () => {
  test('stand: nobody imports what he may not', async () => {
    const { code, output } = await cruise();
    expect(output).toContain('no dependency violations found');
    expect(code).toBe(0);
  });
});

/** One forbidden import for each rule that can be broken by one line. */
const forbiddenImports: readonly (readonly [rule: string, file: string, line: string])[] = [
  ['domain-stands-alone', 'src/domain/planted.ts', `export { readFileSync } from 'node:fs';`],
  ['domain-stands-alone', 'src/domain/planted-type.ts', `export type { HallCalls } from '#contract/hall.ts';`],
  ['contract-knows-domain-only', 'src/contract/planted.ts', `export { startChild } from '../hall/plumbing/index.ts';`],
  ['measure-stands-alone', 'src/measure/planted.ts', `export { done } from '#domain/outcome.ts';`],
  ['shell-stays-thin', 'src/shell/planted.ts', `export { startChild } from '../hall/plumbing/index.ts';`],
  ['hall-is-headless', 'src/hall/setup/planted.ts', `export * from '../../shell/planted.ts';`],
  [
    'nobody-leans-on-tests',
    'src/hall/setup/planted-test.ts',
    `export { root } from '../../../tests/house/house-tree.ts';`,
  ],
  ['plumbing-knows-no-court', 'src/hall/plumbing/planted.ts', `export type { Seat } from '#domain/seats.ts';`],
  ['rooms-do-not-visit', 'src/hall/playback/planted.ts', `export type * from '../recorder/index.ts';`],
  ['actions-are-handed-their-rooms', 'src/hall/actions/planted.ts', `export * from '../recorder/index.ts';`],
  ['actions-know-rooms-only', 'src/hall/actions/planted-files.ts', `export { rmSync } from 'node:fs';`],
  ['api-knows-contract-only', 'src/hall/api/planted.ts', `export type * from '../recorder/index.ts';`],
  ['front-door-only', 'src/hall/actions/planted-door.ts', `export type * from '../plumbing/child.ts';`],
  ['native-knows-plumbing-only', 'native/ffmpeg/planted.ts', `export type * from '../../src/hall/recorder/index.ts';`],
  ['native-does-not-visit', 'native/ffmpeg/planted-visit.ts', `export type * from '../sound-server/planted.ts';`],
  ['renderer-asks-only', 'renderer/bench/planted.ts', `export type * from '../../src/hall/recorder/index.ts';`],
  ['renderer-has-no-node', 'renderer/bench/planted-node.ts', `export { join } from 'node:path';`],
  ['windows-do-not-visit', 'renderer/bench/planted-visit.ts', `export * from '../console/planted.ts';`],
  ['looks-and-talk-serve-windows', 'renderer/ui/planted.ts', `export * from '../console/planted.ts';`],
  ['one-owner-electron', 'src/hall/setup/planted-electron.ts', `export { app } from 'electron';`],
  ['one-owner-sqlite', 'src/hall/actions/planted-sql.ts', `export { default as Database } from 'better-sqlite3';`],
  ['one-owner-sockets', 'src/hall/recorder/planted.ts', `export { WebSocketServer } from 'ws';`],
  ['one-owner-children', 'src/hall/recorder/planted-child.ts', `export { spawn } from 'node:child_process';`],
  ['one-owner-log', 'src/hall/recorder/planted-log.ts', `export { pino } from 'pino';`],
  ['one-owner-looks', 'src/hall/setup/planted-looks.ts', `export { useState } from 'react';`],
  ['every-import-resolves', 'src/hall/setup/planted-gone.ts', `export * from './gone.ts';`],
  ['no-circle', 'src/domain/planted-one.ts', `export * from './planted-two.ts';`],
  ['unlisted-folder', 'src/hall/annex/index.ts', `export { done } from '#domain/outcome.ts';`],
  ['unlisted-folder-alone', 'renderer/annex/index.ts', `export const annex = 1;`],
];
/** What the lines above reach for, so that they resolve whatever is built today. */
const reachedFor: readonly (readonly [file: string, text: string])[] = [
  ['src/domain/planted-two.ts', `export * from './planted-one.ts';`],
  ['src/shell/planted-end.ts', ''],
  ['native/sound-server/planted.ts', 'export const planted = 1;'],
  ['renderer/console/planted.ts', 'export const planted = 1;'],
];

describe('a planted violation is found:', () => {
  let tree: PlantedTree;
  let cruised: Awaited<ReturnType<typeof cruise>>;
  beforeAll(async () => {
    tree = copyHouse();
    [...reachedFor, ...forbiddenImports.map(([, file, line]) => [file, `${line}\n`] as const)].forEach(
      ([file, text]) => {
        tree.plant(file, text);
      },
    );
    cruised = await cruise(tree.folder);
  });
  afterAll(() => {
    tree.remove();
  });

  test('the cruise of the broken house fails', () => {
    expect(cruised.code).not.toBe(0);
  });

  test.each(forbiddenImports)('%s by %s', (rule, file) => {
    const complaints = cruised.output.split('\n').filter((line) => line.includes(`error ${rule}:`));
    expect(complaints.join('\n'), `${rule} among:\n${cruised.output}`).toContain(file);
  });
});

describe('a house that is whole but for one thing fails its own tests:', () => {
  let tree: PlantedTree;
  beforeAll(() => {
    tree = copyHouse();
  });
  afterAll(() => {
    tree.remove();
  });
  const houseTest = (file: string) =>
    runTool('vitest/vitest.mjs', ['run', '--project', 'house', `tests/house/${file}`], tree.folder);

  test('a Kazakh word is missing', async () => {
    const file = 'resources/locales/kk.json';
    const words = JSON.parse(readFileSync(path.join(tree.folder, file), 'utf8')) as Record<string, string>;
    const { 'faults.recorder.disk-full.happened': lost, ...rest } = words;
    expect(lost).toBeTypeOf('string');
    tree.plant(file, JSON.stringify(rest));
    const { code, output } = await houseTest('words.test.ts');
    expect(code).toBe(1);
    expect(output).toContain('recorder.disk-full: no words for what happened');
  });

  test('a folder without rules is empty', async () => {
    tree.plant('src/hall/cellar/note.txt', '');
    const { code, output } = await houseTest('folders.test.ts');
    expect(code).toBe(1);
    expect(output).toContain('cellar');
  });

  test('the domain reads the clock of the machine', async () => {
    const compile = () => runTool('typescript/bin/tsc', ['-b', 'src/domain'], tree.folder);
    expect(await compile()).toEqual({ code: 0, output: '' });
    tree.plant('src/domain/planted.ts', 'export const at = process.hrtime();\n');
    const planted = await compile();
    expect(planted.code).not.toBe(0);
    expect(planted.output).toContain("Cannot find name 'process'");
  });

  const habits = [
    [
      'Cyrillic in code',
      `export const word = '\\u0441\\u0443\\u0434';`.replace(/\\u(....)/g, (_, hex: string) =>
        String.fromCodePoint(parseInt(hex, 16)),
      ),
      'resources/locales',
    ],
    ['a default export', 'export default 1;', 'Named exports only'],
    ['a thrown refusal', `export function refuse(): never { throw new Error('no'); }`, 'Return failed'],
    ['a promise nobody waits for', 'export function go(): void { Promise.resolve(); }', 'no-floating-promises'],
    [
      'a switch with a hole',
      `export function f(x: 'a' | 'b'): number { switch (x) { case 'a': return 1; } return 2; }`,
      'switch-exhaustiveness-check',
    ],
    ['a type with a name that says nothing', 'export type HearingInfo = string;', 'naming-convention'],
  ] as const;
  const inTest = [
    'a promise nobody waits for in a test',
    'export function go(): void { Promise.resolve(); }',
    'no-floating-promises',
  ] as const;
  const planted = [
    ...habits.map((habit, at) => [...habit, `src/domain/habit-${String(at)}.ts`] as const),
    [...inTest, 'tests/house/habit.ts'] as const,
  ];
  /** All at once, because the rules ask for the types of the whole house. */
  let linting: ReturnType<typeof runTool> | null = null;
  const lint = (): ReturnType<typeof runTool> => {
    for (const [, text, , file] of planted) tree.plant(file, `${text}\n`);
    return runTool('eslint/bin/eslint.js', ['--format', 'json', ...planted.map(([, , , file]) => file)], tree.folder);
  };

  test.each(planted)('%s', async (_title, _text, complaint, file) => {
    const { code, output } = await (linting ??= lint());
    const linted = JSON.parse(output) as { filePath: string; messages: { ruleId: string; message: string }[] }[];
    const told = linted.find(({ filePath }) => filePath.replaceAll('\\', '/').endsWith(file))?.messages ?? [];
    expect(told.map(({ ruleId, message }) => `${ruleId} ${message}`).join('\n')).toContain(complaint);
    expect(code).toBe(1);
  });
});
