import { describe, expect, test } from 'vitest';
// @ts-expect-error The rule file is read by dependency-cruiser itself and therefore has no types.
import { house as ruledHouse } from '../../.dependency-cruiser.mjs';
import { filesUnder, foldersIn, read } from './house-tree.ts';

const house = ruledHouse as Readonly<{
  layers: string[];
  domainFolders: string[];
  rooms: string[];
  hallFolders: string[];
  windows: string[];
  rendererFolders: string[];
  native: string[];
  tests: string[];
}>;

/** What may stand where, by the rule file. A folder that is named there but not yet built is no fault. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  src: [...house.layers.map((layer) => layer.replace('src/', '')), 'hall'],
  'src/domain': house.domainFolders,
  'src/hall': [...house.rooms, ...house.hallFolders],
  renderer: [...house.windows, ...house.rendererFolders],
  native: house.native,
  tests: house.tests,
  resources: ['build', 'documents', 'icons', 'locales', 'models'],
  docs: ['decisions', 'pictures'],
};
const topLevel = ['docs', 'native', 'renderer', 'resources', 'src', 'tests', 'tools'];
const notOurs = ['demo-output', 'node_modules', 'out', 'playwright-report', 'test-results'];

const code = ['src', 'renderer', 'native', 'tests', 'tools']
  .flatMap(filesUnder)
  .filter((file) => /[.](tsx?|mjs|js)$/.test(file));

describe('the folders', () => {
  test.each(Object.keys(allowed))('of %s are all named in .dependency-cruiser.mjs', (folder) => {
    expect(foldersIn(folder).filter((name) => !allowed[folder]!.includes(name))).toEqual([]);
  });

  test('of the top level are the given ones', () => {
    const visible = foldersIn('').filter((name) => !name.startsWith('.') && !notOurs.includes(name));
    expect(visible.filter((name) => !topLevel.includes(name))).toEqual([]);
  });

  test('that are rooms have a front door which says what it owns', () => {
    const rooms = house.rooms.filter((room) => foldersIn('src/hall').includes(room));
    const mustSay = [/\bowns?\b/i, /\bpromis/i, /\bnever\b/i, /\bw[oa]ken?\b|\bwakes\b/i, /\bclose/i];
    const mute = rooms.filter((room) => {
      const door = `src/hall/${room}/index.ts`;
      const firstLines = filesUnder(`src/hall/${room}`).includes(door) ? /^\/\*[\s\S]*?\*\//.exec(read(door)) : null;
      return firstLines === null || !mustSay.every((word) => word.test(firstLines[0]));
    });
    expect(mute).toEqual([]);
  });
});

describe('the files', () => {
  test('have names in kebab-case', () => {
    expect(
      code.filter(
        (file) =>
          !/^[a-z0-9]+(-[a-z0-9]+)*([.](test|spec|worker|config|d))*[.](tsx?|mjs|js)$/.test(file.split('/').at(-1)!),
      ),
    ).toEqual([]);
  });

  test('have no names that say nothing', () => {
    const banned =
      /(^|\/)(utils?|helpers?|common|shared|lib|misc|core|stuff|types)([./]|$)|(manager|helper|util|data|info|controller)[.]|(?<!hall|start)-service[.]/;
    expect(code.filter((file) => banned.test(file))).toEqual([]);
  });

  test('are at most 320 lines long, empty lines and comments aside', () => {
    const isCode = (line: string): boolean => !/^\s*($|\/\/|\/?\*)/.test(line);
    const lengths = code.map((file) => ({ file, lines: read(file).split('\n').filter(isCode).length }));
    expect(lengths.filter(({ lines }) => lines > 320)).toEqual([]);
  });

  test('carry no notes of unfinished work and no authors', () => {
    const banned = /\b(TODO|FIXME|XXX|HACK|nocommit)\b|@author\b/;
    expect(code.filter((file) => file !== 'tests/house/folders.test.ts' && banned.test(read(file)))).toEqual([]);
  });

  test('of unit tests stand where the code they test stands', () => {
    const places = new Set(code.map((file) => file.slice(0, file.lastIndexOf('/'))));
    const stray = filesUnder('tests/unit')
      .filter((file) => /[.]test[.]tsx?$/.test(file))
      .filter((file) => {
        const folder = file.slice('tests/unit/'.length, file.lastIndexOf('/'));
        return !places.has(folder) && !places.has(`src/${folder}`);
      });
    expect(stray).toEqual([]);
  });
});
