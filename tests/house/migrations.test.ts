import { describe, expect, test } from 'vitest';
import { filesUnder, read } from './house-tree.ts';

const folder = 'src/hall/archive/migrations/';
const migrations = filesUnder('src/hall/archive')
  .filter((file) => file.startsWith(folder))
  .map((file) => file.slice(folder.length))
  .filter((name) => /^\d/.test(name));

describe('the migrations of the index', () => {
  test('are there and have a number and a name', () => {
    expect(migrations.length).toBeGreaterThan(0);
    expect(migrations.filter((name) => !/^\d{4}-[a-z0-9-]+[.]ts$/.test(name))).toEqual([]);
  });

  test('are numbered in steps of ten without a hole', () => {
    const numbers = migrations.map((name) => Number(name.slice(0, 4)));
    expect(numbers).toEqual(numbers.map((_, index) => (index + 1) * 10));
  });

  test('carry the number of their file', () => {
    const versions = migrations.map((name) => Number(/version: (\d+)/.exec(read(folder + name))?.[1]));
    expect(versions).toEqual(migrations.map((name) => Number(name.slice(0, 4))));
  });

  test('each have a test of their own', () => {
    const tests = new Set(filesUnder('tests/unit/hall/archive/migrations'));
    const untested = migrations.filter(
      (name) => !tests.has(`tests/unit/hall/archive/migrations/${name.replace('.ts', '.test.ts')}`),
    );
    expect(untested).toEqual([]);
  });
});
