import { done } from '#domain/outcome.ts';
import type { ListedHearing } from '../archive/index.ts';
import type { Words } from '../plumbing/index.ts';
import { exitCodes, type Command } from './command.ts';
import { showLength, showWall } from './moments.ts';
import { allHearings, openForReading } from './open-archive.ts';

/** All hearings, or those whose case number or people hold the text given. */
export const listCommand: Command = async ({ folders, operands, say }) => {
  const opened = openForReading(folders);
  if (!opened.ok) return opened;
  try {
    const hearings = allHearings(opened.value, operands[0] ?? '');
    const lines = hearings.length === 0 ? [say('cli.list.empty')] : hearings.map((hearing) => lineOf(hearing, say));
    return done({ exit: exitCodes.done, lines, json: { hearings } });
  } finally {
    opened.value.close();
  }
};

function lineOf(hearing: ListedHearing, say: Words): string {
  const state =
    hearing.intact === null
      ? say('cli.list.unverified')
      : say(hearing.intact ? 'cli.verify.intact' : 'cli.verify.damaged');
  return [
    showWall(hearing.openedAtMs ?? hearing.card.plannedAtMs),
    hearing.hearingId.slice(0, 8),
    hearing.card.caseNumber,
    hearing.card.judge,
    say(`phase.${hearing.phase}`),
    showLength(hearing.durationMs),
    state,
    ...(hearing.training ? [say('cli.list.training')] : []),
  ].join('  ');
}
