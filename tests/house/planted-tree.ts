import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from './house-tree.ts';

const wanted = [
  ...[
    'src',
    'renderer',
    'native',
    'resources',
    'tools',
    'tests/house',
    'tests/tsconfig.json',
    'package.json',
    'vitest.config.ts',
  ],
  ...['tsconfig.json', 'tsconfig.base.json', 'tsconfig.lint.json', 'eslint.config.js', '.dependency-cruiser.mjs'],
];

export type PlantedTree = Readonly<{ folder: string; plant(file: string, text: string): void; remove(): void }>;

/** A copy of the house with its rules, to break on purpose. */
export function copyHouse(): PlantedTree {
  const folder = mkdtempSync(path.join(tmpdir(), 'tarazy-house-'));
  for (const part of wanted) cpSync(path.join(root, part), path.join(folder, part), { recursive: true });
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
  return {
    folder,
    plant: (file, text) => {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), text);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
