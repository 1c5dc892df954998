import { done } from '#domain/outcome.ts';
import type { Archive, Damage, Verification } from '../archive/index.ts';
import type { Words } from '../plumbing/index.ts';
import { exitCodes, type Command } from './command.ts';
import { showMoment } from './moments.ts';
import { allHearings, findHearing, openForReading } from './open-archive.ts';

/** Checks one hearing or all: journal, signature, every sealed byte. Names each hurt place. */
export const verifyCommand: Command = async ({ folders, operands, say, progress }) => {
  const opened = openForReading(folders);
  if (!opened.ok) return opened;
  const archive = opened.value;
  try {
    const [id] = operands;
    const one = id === undefined ? null : findHearing(archive, id);
    if (one !== null && !one.ok) return one;
    const hearingIds = one === null ? archive.folders().map((hearing) => hearing.hearingId) : [one.value];
    const verifications: Verification[] = [];
    for (const hearingId of hearingIds) {
      verifications.push(
        await archive.verify(hearingId, (doneBytes, totalBytes) => {
          progress(`${hearingId.slice(0, 8)} ${String(Math.floor((100 * doneBytes) / Math.max(1, totalBytes)))} %`);
        }),
      );
    }
    const intact = verifications.every((verification) => verification.intact);
    return done({
      exit: intact ? exitCodes.done : exitCodes.found,
      lines: verifications.length === 0 ? [say('cli.list.empty')] : verificationLines(archive, verifications, say),
      json: { intact, hearings: verifications },
    });
  } finally {
    archive.close();
  }
};

export function verificationLines(archive: Archive, verifications: readonly Verification[], say: Words): string[] {
  const numbers = new Map(allHearings(archive).map((hearing) => [hearing.hearingId, hearing.card.caseNumber]));
  return verifications.flatMap((verification) => {
    const { hearingId, intact, segments, entries, lengthBytes, damages } = verification;
    const name = `${hearingId.slice(0, 8)}  ${numbers.get(hearingId) ?? '?'}`;
    const megabytes = (lengthBytes / 1e6).toFixed(1);
    const verdict = say(intact ? 'cli.verify.intact' : 'cli.verify.damaged');
    return [
      `${name}  ${verdict}  ${say('cli.verify.read', { entries, segments, megabytes })}`,
      ...damages.map((damage) => `  ${placeOf(damage, say)}`),
    ];
  });
}

function placeOf(damage: Damage, say: Words): string {
  const { file, segment, entry, firstSeq, lastSeq, fromByte, toByte, fromUs, toUs } = damage;
  return [
    `${file}: ${say(`cli.damage.${damage.what}`)}`,
    ...(entry === null ? [] : [say('cli.place.entry', { entry })]),
    ...(segment === null ? [] : [say('cli.place.segment', { segment })]),
    ...(firstSeq === null || lastSeq === null ? [] : [say('cli.place.chunks', { first: firstSeq, last: lastSeq })]),
    ...(fromByte === null || toByte === null ? [] : [say('cli.place.bytes', { from: fromByte, to: toByte })]),
    ...(fromUs === null || toUs === null
      ? []
      : [say('cli.place.time', { from: showMoment(fromUs), to: showMoment(toUs) })]),
  ].join(', ');
}
