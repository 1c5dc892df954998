import { randomUUID } from 'node:crypto';
import { readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { TrackId } from '#domain/ids.ts';
import { mixProgram } from './clip-programs.ts';
import { isNotEmpty, soundBeforeUs, writeLists } from './clip.ts';
import type { HeardStretch, PlaybackNeeds } from './door.ts';
import type { CopyJob } from './finishing.ts';
import { laidMixFile, sampleBytes } from './laid-mix.ts';
import { mixRate } from './recent-mix.ts';
import { readRecord } from './record-range.ts';

/** The first and last seconds may be missing of what was laid by while it was recorded. */
const mayLackS = 12;

/** Lays the mix of a stretch by that was not laid by, or not all of it, while it was recorded; null where it was. */
export function layStretch(
  { hearingId, folder, fromUs, toUs, tracks }: HeardStretch,
  needs: Pick<PlaybackNeeds, 'segments' | 'clipsFolder'>,
): CopyJob | null {
  const fromS = Math.floor(fromUs / 1e6);
  if (isLaid(folder, tracks, fromS + mayLackS, Math.floor(toUs / 1e6) - mayLackS)) return null;
  const lists = path.join(needs.clipsFolder, randomUUID());
  const range = { fromUs: fromS * 1e6 - soundBeforeUs, toUs };
  return {
    hearingId,
    into: laidMixFile(folder, fromS * mixRate, tracks),
    isAwaited: false,
    facts: { mixFromS: fromS },
    async program(part) {
      const read = tracks.map((id) => readRecord(folder, id, needs.segments(hearingId, id, 0, toUs), range));
      const inputs = (await Promise.all(read)).filter(isNotEmpty);
      if (inputs.length === 0) return null;
      const sounds = await writeLists(lists, inputs);
      return mixProgram({ sounds, fromUs: fromS * 1e6, toUs, into: part });
    },
    whenDone: () => rmSync(lists, { recursive: true, force: true }),
  };
}

function isLaid(folder: string, tracks: readonly TrackId[], fromS: number, toS: number): boolean {
  const file = laidMixFile(folder, 0, tracks);
  const of = path.basename(file).slice(path.basename(file).indexOf('-'));
  let names: readonly string[] = [];
  try {
    names = readdirSync(path.dirname(file));
  } catch {
    // Nothing was laid by yet.
  }
  return names.some((name) => {
    if (!name.endsWith(of)) return false;
    const from = Number.parseInt(name, 10);
    const samples = (statSync(path.join(path.dirname(file), name), { throwIfNoEntry: false })?.size ?? 0) / sampleBytes;
    return from <= fromS * mixRate && from + samples >= toS * mixRate;
  });
}
