import type { Answerers } from '#contract/hall.ts';
import { done } from '#domain/outcome.ts';
import type { Rooms } from './rooms.ts';

type DirectoryVerbs = Pick<
  Answerers,
  'directory.list' | 'directory.change' | 'directory.export' | 'directory.read-import' | 'directory.import'
>;

/** The directory of courts, halls and institutions: looked up, changed, and exchanged as a sheet. */
export function keepDirectory({ directory }: Rooms): DirectoryVerbs {
  return {
    'directory.list': async ({ text }) => directory.list(text),
    'directory.change': async (change) => {
      const changed = await directory.change(change);
      return changed.ok ? done({ entry: changed.value }) : changed;
    },
    'directory.export': ({ language }) => directory.exportSheet(language),
    'directory.read-import': async ({ piece, isFirst, isLast }) => {
      const read = directory.readImport(piece, isFirst, isLast);
      return read.ok ? done({ plan: read.value }) : read;
    },
    'directory.import': ({ importId }) => directory.takeImport(importId),
  };
}
